package org.adclicks.localstack.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.localstack.secure.StackSecurity;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** The users of a local stack's Kafka. */
public final class KafkaUsers {

  private static final int SECONDS = 60;

  /** The fewest Kafka takes: these passwords are random, and cannot be guessed from a hash. */
  private static final int ITERATIONS = 4096;

  private KafkaUsers() {}

  /** Has Kafka remember all but its own, which is in its settings. */
  public static void remember(Admin admin, StackSecurity security)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<UserScramCredentialAlteration> users = new ArrayList<>();
    for (String user : List.of(StackSecurity.KAFKA_JOB, StackSecurity.KAFKA_LOADER)) {
      users.add(
          new UserScramCredentialUpsertion(
              user,
              new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
              security.password(user)));
    }
    admin.alterUserScramCredentials(users).all().get(SECONDS, TimeUnit.SECONDS);
  }
}
