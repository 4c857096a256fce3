package org.adclicks.query.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.query.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What others can reach is closed, or not started at all: before the store is even looked for. */
class ServeRefusalTest {

  @TempDir private static Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind 0.0.0.0 | --bind 0.0.0.0 is reachable by others: give --tls-cert FILE and --tls-key",
        "--bind :: | --bind :: is reachable by others: give --tls-cert FILE and --tls-key FILE, or",
        "--bind 0.0.0.0 --keys {keys} | --bind 0.0.0.0 is reachable by others: give --tls-cert",
        "--bind 0.0.0.0 --tls-by-proxy | --bind 0.0.0.0 is reachable by others: give --keys FILE",
        "--tls-by-proxy | a proxy makes this service reachable by others: give --keys FILE",
        "--bind 0.0.0.0 --tls-cert {pem} --tls-key {pem} | --bind 0.0.0.0 is reachable by others: give --keys",
        "--tls-cert {pem} | --tls-cert and --tls-key go together",
        "--tls-cert {pem} --tls-key {pem} --tls-by-proxy | TLS is either --tls-by-proxy or",
        "--tls-cert /nowhere --tls-key {pem} | /nowhere cannot be read",
        "--bind no.such.host.invalid | --bind no.such.host.invalid is no address",
        "--keys {keys} | there is no key in {keys}: ./adclicks serve keys add NAME --keys {keys}",
        "--keys {pem} | {pem}:1: not the four words of a key",
        "--questions-per-second 0 | --questions-per-second must be 1 or more",
        "keys | say what to do: add, list or revoke",
        "keys add | Missing required",
        "keys add a/b --keys {keys} | \"a/b\" is no name of a key",
        "keys add ops --keys {keys} --scopes all | \"all\" is no scope; there are aggregates",
      })
  void isOneLineAndExitsWithTwo(String arguments, String line) throws IOException {
    Path pem = Files.writeString(folder.resolve("some.pem"), "no certificate");
    Result result = run(filled(arguments, pem).split(" ", -1));
    assertThat(result.err).contains(filled(line, pem)).hasLineCount(1);
    assertThat(result.exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private static String filled(String text, Path pem) {
    return text.replace("{pem}", pem.toString())
        .replace("{keys}", folder.resolve("no-keys").toString());
  }

  @Test
  void makesListsAndRevokesKeys() {
    String file = folder.resolve("keys").toString();
    Result made = run("keys", "add", "support", "--scopes", "personal,admin", "--keys", file);
    assertThat(made.exitCode).isZero();
    assertThat(made.out.strip()).startsWith("adclicks_");
    Result list = run("keys", "list", "--keys", file);
    assertThat(list.out)
        .startsWith("support ")
        .contains(" admin,personal ")
        .doesNotContain(made.out.strip());
    assertThat(run("keys", "revoke", "support", "--keys", file).exitCode).isZero();
    assertThat(run("keys", "list", "--keys", file).out).isEmpty();
    Result again = run("keys", "revoke", "support", "--keys", file);
    assertThat(again.exitCode).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(again.err).contains("there is no key support in " + file).hasLineCount(1);
  }

  private static Result run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "serve";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all);
    return new Result(exitCode, out.toString(), err.toString());
  }

  private record Result(int exitCode, String out, String err) {}
}
