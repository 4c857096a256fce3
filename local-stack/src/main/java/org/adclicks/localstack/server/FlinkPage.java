package org.adclicks.localstack.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.process.StackFailure;

/** A JobManager's page, asked by its REST interface. */
public final class FlinkPage {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 100;
  private static final String TRUE_STOP = "{\"drain\": false}";

  private final String url;
  // Flink's server knows nothing of HTTP/2, and drops the body of a request that offers it.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  FlinkPage(int port) {
    this.url = "http://127.0.0.1:" + port;
  }

  /**
   * A job.
   *
   * @param state as Flink calls it; it is {@code RUNNING} also while tasks wait for workers
   * @param tasks how many it has
   * @param running how many of them run
   */
  public record Job(String id, String name, String state, int tasks, int running) {
    boolean isRunning() {
      return state.equals("RUNNING") && running == tasks;
    }
  }

  /** How a stop went: where the savepoint is, or why there is none. */
  public record Stop(Optional<String> savepoint, String reason) {}

  public String url() {
    return url;
  }

  boolean answers() {
    return get("/overview").isPresent();
  }

  /** All the cluster knows of; none if it does not answer. */
  public List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    get("/jobs/overview")
        .ifPresent(
            answer -> {
              for (JsonElement each : answer.getAsJsonArray("jobs")) {
                JsonObject job = each.getAsJsonObject();
                JsonObject tasks = job.getAsJsonObject("tasks");
                jobs.add(
                    new Job(
                        text(job, "jid"),
                        text(job, "name"),
                        text(job, "state"),
                        tasks.get("total").getAsInt(),
                        tasks.get("running").getAsInt()));
              }
            });
    return jobs;
  }

  /**
   * Stops the running job with a savepoint in the cluster's own folder, and waits until that is
   * complete. The cluster ends with its job.
   */
  public Stop stopWithSavepoint(Duration patience) {
    Optional<Job> running = jobs().stream().filter(Job::isRunning).findFirst();
    if (running.isEmpty()) {
      return new Stop(Optional.empty(), "no job is running");
    }
    String path = "/jobs/" + running.get().id();
    Optional<HttpResponse<String>> asked = post(path + "/stop", TRUE_STOP);
    if (asked.isEmpty() || !isGood(asked.get())) {
      return new Stop(
          Optional.empty(),
          asked
              .map(answer -> "the JobManager answers " + answer.statusCode() + " " + answer.body())
              .orElse("the JobManager does not answer"));
    }
    String savepoint = path + "/savepoints/" + text(parsed(asked.get()), "request-id");
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<JsonObject> answer = get(savepoint);
      if (answer.isEmpty()) {
        return new Stop(Optional.empty(), "the JobManager no longer answers");
      }
      if (text(answer.get().getAsJsonObject("status"), "id").equals("COMPLETED")) {
        return stopped(answer.get().getAsJsonObject("operation"));
      }
      pause();
    }
    return new Stop(
        Optional.empty(), "the savepoint was not complete within " + patience.toSeconds() + " s");
  }

  private static Stop stopped(JsonObject operation) {
    if (operation.has("location")) {
      return new Stop(Optional.of(text(operation, "location")), "done");
    }
    JsonObject failure = operation.getAsJsonObject("failure-cause");
    return new Stop(
        Optional.empty(), text(failure, "stack-trace").lines().findFirst().orElse("it failed"));
  }

  private static String text(JsonObject object, String member) {
    return object.get(member).getAsString();
  }

  private Optional<JsonObject> get(String path) {
    try {
      return send(HttpRequest.newBuilder(URI.create(url + path)).GET())
          .filter(FlinkPage::isGood)
          .map(FlinkPage::parsed);
    } catch (JsonParseException | IllegalStateException e) {
      // Another server, on what was Flink's port.
      return Optional.empty();
    }
  }

  private Optional<HttpResponse<String>> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Optional<HttpResponse<String>> send(HttpRequest.Builder request) {
    try {
      return Optional.of(
          client.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while talking to Flink", e);
    }
  }

  private static boolean isGood(HttpResponse<String> answer) {
    return answer.statusCode() / 100 == 2;
  }

  private static JsonObject parsed(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for a savepoint", e);
    }
  }
}
