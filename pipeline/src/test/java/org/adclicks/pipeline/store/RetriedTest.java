package org.adclicks.pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriedTest {

  @Test
  void asksAgainWhileTheStoreIsAway() {
    AtomicInteger asked = new AtomicInteger();

    String answer =
        Retried.await(
            Retried.send(
                () ->
                    asked.incrementAndGet() < 3
                        ? CompletableFuture.failedFuture(
                            new CompletionException(new NoNodeAvailableException()))
                        : CompletableFuture.completedFuture("here")));

    assertThat(answer).isEqualTo("here");
    assertThat(asked).hasValue(3);
  }

  @Test
  void doesNotAskAgainForWhatCannotBe() {
    AtomicInteger asked = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Retried.await(
                    Retried.send(
                        () -> {
                          asked.incrementAndGet();
                          return CompletableFuture.failedFuture(
                              new InvalidKeyspaceException("no keyspace"));
                        })))
        .isInstanceOf(InvalidKeyspaceException.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aRequestThatCannotBeMadeFails() {
    assertThatThrownBy(
            () ->
                Retried.await(
                    Retried.<String>send(
                        () -> {
                          throw new IllegalStateException("closed");
                        })))
        .hasMessageContaining("closed");
  }

  @Test
  void knowsWhatPasses() {
    assertThat(Retried.isTransient(new NoNodeAvailableException())).isTrue();
    assertThat(Retried.isTransient(new DriverTimeoutException("late"))).isTrue();
    assertThat(Retried.isTransient(new BusyConnectionException(1))).isTrue();
    assertThat(Retried.isTransient(new ClosedConnectionException("gone"))).isTrue();
    assertThat(Retried.isTransient(new InvalidKeyspaceException("none"))).isFalse();
    assertThat(Retried.isTransient(new IllegalStateException("closed"))).isFalse();
  }
}
