package dev.lanewise.jmh.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.jmh.impl.Implementations;
import dev.lanewise.jmh.report.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--threads 0           | --threads: expected numbers from 1 to 1024, actual 0",
        "--threads ,           | --threads: expected numbers, as 1,2, actual none",
        "--filter (            | --filter: expected a regular expression, Unclosed group: (",
        "--filter nonsense     | --filter: expected what some \"operation direction shape\""
            + " contains: nonsense",
        "--peers               | --peers: expected the peers on the class path, found none;"
            + " ./lanewise bench --peers fetches them (mvn -Ppeers)",
        "--compare a.json      | option '--compare' at index 0 (OLD.json NEW.json) requires at"
            + " least 2 values, but only 1 were specified: [a.json]",
        "--compare no.json x   | no.json: no such file",
        "--compare a b --compare c d | --compare: expected two reports, actual 4",
        "--read no.json        | no.json: no such file",
        "--read a.json --peers | --peers: has no meaning beside --read",
        "--compare a b --html c | --html: has no meaning beside --compare",
      })
  void badFlagsAreAnsweredByOneLine(String arguments, String message) {
    assertRefused(message, arguments.split(" "));
  }

  @Test
  void moreThreadsThanCoresAreWarnedOf() {
    int cores = Runtime.getRuntime().availableProcessors();
    String threads = "1," + (cores + 1);
    StringWriter err = new StringWriter();
    assertEquals(2, execute(err, "--threads", threads, "--filter", "nonsense"));
    assertEquals(
        "warning: --threads %d: more than this machine has cores (%d)".formatted(cores + 1, cores),
        err.toString().lines().findFirst().orElseThrow());
  }

  /** An unset variable of a shell: not the half hour of everything. */
  @Test
  void anEmptyFilterIsRefused() {
    assertRefused("--filter: expected a regular expression, actual nothing", "--filter", "");
  }

  @Test
  void aForeignFileIsNoReport() throws IOException {
    Path file = folder.resolve("old.json");
    for (String text : List.of("{\"rows\": 7}", "{}", "{")) {
      Files.writeString(file, text);
      StringWriter err = new StringWriter();
      assertEquals(2, execute(err, "--compare", file.toString(), file.toString()));
      assertTrue(err.toString().startsWith("lanewise bench: " + file + ": expected a report"));
      assertEquals(1, err.toString().lines().count(), err::toString);
    }
  }

  @Test
  void aFolderIsNoReport() {
    assertRefused(
        folder + ": expected a report of lanewise bench, found a folder",
        "--compare",
        folder.toString(),
        folder.toString());
  }

  @Test
  void aBrokenReportIsAnsweredByThePlace() throws IOException {
    Path file = folder.resolve("report.json");
    Map<String, String> found =
        Map.of(
            "", "nothing",
            "null", "nothing measured",
            "hello", "broken JSON at line 1, column 1",
            "{\"date\":\"today\",\n\"rows\":[", "broken JSON at line 2, column 9",
            "{\"date\":\"today\",\n\"rows\":7}", "other JSON at line 2, column 8",
            "[]", "other JSON at line 1, column 1");
    for (var entry : found.entrySet()) {
      Files.writeString(file, entry.getKey());
      assertRefused(
          file + ": expected a report of lanewise bench, found " + entry.getValue(),
          "--read",
          file.toString());
    }
  }

  @Test
  void aReportBeyondTheLimitsOfJsonIsRefused() throws IOException {
    for (String text :
        List.of(
            "{\"rows\":" + "[".repeat(1001),
            "{\"date\":" + "1".repeat(1001) + "}",
            "{\"" + "a".repeat(50_001) + "\":1}")) {
      Path file = Files.writeString(folder.resolve("report.json"), text);
      StringWriter err = new StringWriter();
      assertEquals(2, execute(err, "--read", file.toString()));
      String message = file + ": expected a report of lanewise bench, found other JSON";
      assertTrue(err.toString().startsWith("lanewise bench: " + message), err::toString);
      assertEquals(1, err.toString().lines().count(), err::toString);
    }
  }

  /** As of pipes, the size of these files is said to be 0. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeReadIsNamedAndWhatCanIsNotNothing() {
    String version = "/proc/version";
    assertRefused(
        version + ": expected a report of lanewise bench, found broken JSON at line 1, column 1",
        "--read",
        version);
    String memory = "/proc/self/mem";
    assertRefused(memory + ": Input/output error", "--read", memory);
  }

  /** Not after half an hour. */
  @Test
  void filesThatCannotBeWrittenAreRefusedBeforeMeasuring() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String flag : List.of("--json", "--html", "--markdown")) {
      assertRefused(
          "%s %s: expected a file, found a folder".formatted(flag, folder),
          flag,
          folder.toString());
      Path inFile = file.resolve("deep").resolve("a");
      assertRefused(
          "%s %s: expected a place that can be written, but %s is a file"
              .formatted(flag, inFile, file),
          flag,
          inFile.toString());
    }
    assertEquals(List.of(file), Files.list(folder).toList());
  }

  @Test
  void noFileIsWrittenTwice() {
    Path file = folder.resolve("a");
    Path same = folder.resolve("b").resolve("..").resolve("a");
    assertRefused(
        "--html %s: expected another file than that of --json".formatted(same),
        "--json",
        file.toString(),
        "--html",
        same.toString());
    assertRefused(
        "--markdown %s: expected another file than that of --read".formatted(file),
        "--read",
        file.toString(),
        "--markdown",
        file.toString());
  }

  @Test
  void whatHoldsNoReportIsRefused() throws IOException {
    String whole = Files.readString(Path.of("results", "bench.json"));
    for (String text :
        List.of(
            "",
            "null",
            whole + "x",
            whole.replaceFirst("\"machine\":[^\n]*\n", "\"machine\":null,\n"),
            whole.replaceFirst("\"rows\":\\[", "\"rows\":[null,"))) {
      Path file = Files.writeString(folder.resolve("report.json"), text);
      StringWriter err = new StringWriter();
      assertEquals(2, execute(err, "--read", file.toString()));
      assertTrue(
          err.toString().startsWith("lanewise bench: " + file + ": expected"), err::toString);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderThatTakesNoFileIsRefusedWhoeverAsks() {
    assertRefused(
        "--json /proc/x/a.json: expected a place that can be written, but /proc takes no new file",
        "--json",
        "/proc/x/a.json",
        "--filter",
        "gemv forward 10x1x256");
  }

  @Test
  void aReportIsReadAndWrittenInEachForm() throws IOException {
    Path report = Path.of("results", "bench.json");
    Path markdown = folder.resolve("new").resolve("a.md");
    Path html = folder.resolve("a.html");
    Path json = folder.resolve("a.json");
    StringWriter err = new StringWriter();
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    int status =
        execute(
            err,
            "--read",
            report.toString(),
            "--markdown",
            markdown.toString(),
            "--html",
            html.toString(),
            "--json",
            json.toString());
    System.setOut(out);
    assertEquals(0, status, err::toString);
    assertTrue(Files.readString(markdown).startsWith("# "));
    assertTrue(Files.readString(html).startsWith("<!DOCTYPE html>"));
    assertEquals(Files.readString(report), Files.readString(json));
  }

  /** With a JVM of its own and short turns. */
  @Test
  void aRunMeasuresLimitsAndEveryImplementation() throws IOException {
    List<List<Item>> plan =
        Plan.of("gemv forward 10x1x256 NN"::equals, List.of(1), Implementations.ours());
    Settings settings = new Settings(1, 2, 50, 1, 2, 0);
    BenchRun run = new BenchRun(plan, settings, List.of(1));
    List<Row> rows = run.report().rows();
    assertEquals(List.of(), run.refusals());
    assertEquals(List.of("lanewise", "reference"), rows.stream().map(Row::impl).toList());
    for (Row row : rows) {
      assertTrue(row.us() > 0 && row.limitFraction() > 0, row.toString());
    }
    assertEquals(0, rows.getFirst().bytesPerCall());
    assertFalse(run.report().limits().isEmpty());
  }

  private void assertRefused(String message, String... arguments) {
    StringWriter err = new StringWriter();
    assertEquals(2, execute(err, arguments));
    assertEquals("lanewise bench: " + message + System.lineSeparator(), err.toString());
  }

  private static int execute(StringWriter err, String... arguments) {
    CommandLine command = BenchCommand.commandLine();
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
