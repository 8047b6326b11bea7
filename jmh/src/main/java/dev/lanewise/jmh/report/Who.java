package dev.lanewise.jmh.report;

/** Those who are measured, by their names in a report. */
final class Who {
  static final String OURS = "lanewise";

  /** Ours as well: with weights laid out once, which is not timed. */
  static final String PLAN = "lanewise-plan";

  static final String REFERENCE = "reference";

  private Who() {}

  /** Lanewise in any of its ways, which change from one version to the next. */
  static boolean ours(String impl) {
    return impl.startsWith(OURS);
  }

  static boolean rival(String impl) {
    return !ours(impl) && !impl.equals(REFERENCE);
  }

  /** Whose weights are laid out before they are timed, as those of {@link #PLAN} are. */
  static boolean laidOut(String impl) {
    return impl.equals("onednn-blocked") || impl.equals("onnxruntime");
  }
}
