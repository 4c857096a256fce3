package org.adclicks.query.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** The page's own script in as much of a browser as it needs; see {@code browser.js}. */
final class PageInBrowser implements AutoCloseable {

  private final Context context =
      Context.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build();
  private final Value browser;

  PageInBrowser() {
    run("browser.js");
    browser = context.getBindings("js").getMember("browser");
    run("page.js");
  }

  private void run(String name) {
    try {
      URL script = PageInBrowser.class.getResource(name);
      context.eval(
          Source.newBuilder("js", script).mimeType("application/javascript+module").build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has asked and not been answered, a line each. */
  String calls() {
    return ask("calls").asString();
  }

  /**
   * Answers what it has asked first.
   *
   * @param text not JSON for an answer that broke off
   */
  void answer(String path, int status, String text) {
    ask("answer", path, status, text);
  }

  /** As if there were no way to the service. */
  void fail() {
    ask("fail");
  }

  String text(String id) {
    return ask("text", id).asString();
  }

  boolean isHidden(String id) {
    return ask("isHidden", id).asBoolean();
  }

  /** Whether it says that what it shows is old. */
  boolean isDimmed() {
    return ask("isDimmed").asBoolean();
  }

  /** Of the list. */
  int rows() {
    return ask("rows").asInt();
  }

  /** Null if there is none. */
  String storedKey() {
    return ask("storedKey").asString();
  }

  void enter(String id, String value) {
    ask("enter", id, value);
  }

  void fire(String id, String event) {
    ask("fire", id, event);
  }

  /** What is to be done so often is done. */
  void pass(int everyMillis) {
    ask("pass", everyMillis);
  }

  private Value ask(String what, Object... arguments) {
    return browser.invokeMember(what, arguments);
  }

  @Override
  public void close() {
    context.close();
  }
}
