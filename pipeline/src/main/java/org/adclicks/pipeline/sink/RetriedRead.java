package org.adclicks.pipeline.sink;

import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.Statement;
import com.datastax.driver.core.exceptions.ReadTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.pipeline.metrics.JobMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One read from the store, tried again, as often as a {@link RetriedWrite}, while the store is only
 * busy or briefly away.
 */
public final class RetriedRead {

  private static final Logger LOG = LoggerFactory.getLogger(RetriedRead.class);

  private RetriedRead() {}

  /** The first page of the answer; the driver's exception if there is none in half a minute. */
  public static ResultSet of(Session session, Statement statement) {
    for (int attempt = 1; ; attempt++) {
      try {
        return session.execute(statement);
      } catch (RuntimeException e) {
        if (attempt >= RetriedWrite.ATTEMPTS || !isTransient(e)) {
          JobMetrics.storeFailed();
          throw e;
        }
        JobMetrics.storeRetried();
        long pauseMillis = RetriedWrite.FIRST_PAUSE_MILLIS << (attempt - 1);
        LOG.info("The store did not answer a read ({}); again in {} ms", e, pauseMillis);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      }
    }
  }

  private static boolean isTransient(RuntimeException failure) {
    return failure instanceof ReadTimeoutException || RetriedWrite.isTransient(failure);
  }
}
