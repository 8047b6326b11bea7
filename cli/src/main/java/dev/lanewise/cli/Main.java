package dev.lanewise.cli;

import dev.lanewise.layers.BadInputException;
import dev.lanewise.vision.BadDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What {@code ./lanewise} starts. Whatever the user or the user's files are to blame for is
 * answered by one line and exit code 2; a stack trace means a defect of ours, and exit code 1.
 */
@Command(
    name = "lanewise",
    description = "Trains and uses convolutional nets on kernels in pure Java.",
    synopsisSubcommandLabel =
        "(train | predict | look | features | graph | gradcheck | descent | polar | info)",
    footer = "%nlanewise bench measures the kernels: see lanewise bench --help.",
    subcommands = {
      TrainCommand.class,
      PredictCommand.class,
      LookCommand.class,
      FeaturesCommand.class,
      GraphCommand.class,
      GradcheckCommand.class,
      DescentCommand.class,
      PolarCommand.class,
      InfoCommand.class
    },
    versionProvider = Main.Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT)
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    int exitCode;
    try {
      exitCode = commandLine().execute(args);
    } catch (OutOfMemoryError e) {
      System.err.println(
          "lanewise: out of memory (%s); LANEWISE_OPTS=-Xmx8g gives it 8 GB"
              .formatted(e.getMessage()));
      exitCode = ExitCode.USAGE;
    }
    System.exit(exitCode);
  }

  /** Without a command. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    // An expression may begin with a minus.
    line.getSubcommands().get("graph").setUnmatchedOptionsArePositionalParams(true);
    return line.setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(
            (refusal, _) -> refuse(refusal.getCommandLine(), refusal.getMessage() + hint(refusal)))
        .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command));
  }

  /** What the user may have meant. */
  private static String hint(ParameterException refusal) {
    if (!(refusal instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> meant = unmatched.getSuggestions();
    return meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?";
  }

  private static int failed(Exception failure, CommandLine command) throws Exception {
    return switch (failure) {
      case BadDataException e -> refuse(command, e.getMessage());
      case BadInputException e -> refuse(command, e.getMessage());
      case IOException e -> refuse(command, reason(e));
      default -> throw failure;
    };
  }

  /** The message of a file system's exception is often no more than the file. */
  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException other when other.getReason() == null ->
          other.getFile() + ": " + other.getClass().getSimpleName();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  private static int refuse(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + message);
    err.flush();
    return ExitCode.USAGE;
  }

  /** A flag whose value makes no sense. */
  static ParameterException refused(
      CommandLine command, String flag, String expected, Object actual) {
    return new ParameterException(command, flag + ": expected " + expected + ", actual " + actual);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Lanewise " + text()};
    }

    static String text() {
      return Main.class.getModule().isNamed()
          ? Main.class.getModule().getDescriptor().rawVersion().orElse("(development)")
          : "(development)";
    }
  }
}
