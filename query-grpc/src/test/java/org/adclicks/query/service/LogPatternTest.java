package org.adclicks.query.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the service's own logback.xml makes of what the server says of a request. */
class LogPatternTest {

  @Test
  void leavesOutWhoAskedAndWhatWasFilteredBy() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogPatternTest.class.getResource("/logback.xml"));
    Logger logger = context.getLogger("com.linecorp.armeria");
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDERR");
    HttpRequest request =
        HttpRequest.of(HttpMethod.GET, "/v1/ads/a/aggregated_count?filter=secret");
    Object[] arguments = {ServiceRequestContext.of(request)};
    byte[] line =
        appender
            .getEncoder()
            .encode(new LoggingEvent("", logger, Level.WARN, "{} failed", null, arguments));
    assertThat(new String(line, StandardCharsets.UTF_8))
        .contains("raddr=-, laddr=")
        .contains("/v1/ads/a/aggregated_count#GET] failed")
        .doesNotContain("secret");
    context.stop();
  }
}
