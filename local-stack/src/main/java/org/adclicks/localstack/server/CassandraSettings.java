package org.adclicks.localstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.adclicks.localstack.secure.StackSecurity;
import org.jspecify.annotations.Nullable;

/** The settings of a small Cassandra node that has the machine's cores to share with others. */
final class CassandraSettings {

  /** What any node is started with. */
  static final List<String> JVM_OPTIONS =
      List.of(
          "-Dcassandra-foreground=yes",
          "-Dcassandra.shutdown_announce_in_ms=0",
          "-Djdk.attach.allowAttachSelf=true",
          "-Dio.netty.tryReflectionSetAccessible=true");

  /** No waiting for other nodes. */
  static final List<String> ALONE_JVM_OPTIONS =
      List.of("-Dcassandra.skip_wait_for_gossip_to_settle=0", "-Dcassandra.ring_delay_ms=100");

  /** Cassandra's own list of opened packages for Java 17. */
  static final List<String> OPENED_PACKAGES =
      List.of(
          "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
          "--add-exports=java.management.rmi/com.sun.jmx.remote.internal.rmi=ALL-UNNAMED",
          "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
          "--add-exports=java.rmi/sun.rmi.server=ALL-UNNAMED",
          "--add-exports=java.sql/java.sql=ALL-UNNAMED",
          "--add-exports=java.base/java.lang.ref=ALL-UNNAMED",
          "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "--add-exports=jdk.attach/sun.tools.attach=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.module=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.loader=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.reflect=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.math=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.module=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.util.jar=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED");

  /**
   * How writes reach the disk, and how many may wait for it. A request has its thread until its
   * write is done: with few of them, reads wait for writes.
   */
  private record Writing(String commitLog, int writers, int requests) {

    static Writing within(int windowMillis) {
      return windowMillis == 0
          ? new Writing("commitlog_sync: batch", 16, 8)
          : new Writing(
              "commitlog_sync: group\ncommitlog_sync_group_window: " + windowMillis + "ms",
              64,
              128);
    }
  }

  private CassandraSettings() {}

  /** What a secured node is started with besides: passwords are random, so one round will do. */
  static final List<String> SECURED_JVM_OPTIONS =
      List.of(
          "-Dcassandra.superuser_setup_delay_ms=0",
          "-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4");

  private static final String FILE = "cassandra.yaml";

  private static final String ALONE =
      """
      num_tokens: 1
      auto_bootstrap: false
      hinted_handoff_enabled: false
      seed_provider:
        - class_name: org.apache.cassandra.locator.SimpleSeedProvider
          parameters:
            - seeds: "%s:%d"
      """;

  /**
   * They are started together for the first time, each with what it is to be for good: nobody waits
   * for another's rows but one that had some.
   */
  private static final String OF_MANY =
      """
      num_tokens: 16
      hinted_handoff_enabled: true
      seed_provider:
        - class_name: org.apache.cassandra.locator.SimpleSeedProvider
          parameters:
            - seeds: "%s"
      auto_bootstrap: %s
      """;

  private static final String OPEN =
      """
      authenticator: AllowAllAuthenticator
      authorizer: AllowAllAuthorizer
      """;

  /**
   * Writes cassandra.yaml into the folder of an only node.
   *
   * @param security null for a node open to everybody
   */
  static Path write(Path folder, Node node, StackSizes sizes, @Nullable StackSecurity security)
      throws IOException {
    String yaml = common(folder, node, sizes) + ALONE.formatted(node.address(), node.peerPort());
    Path file = folder.resolve(FILE);
    return security == null
        ? Files.writeString(file, yaml + OPEN)
        : security.writePrivate(file, yaml + secured(security));
  }

  /**
   * The same of one of several, open to everybody.
   *
   * @param isLost whether it is to take its own place anew, which a seed could not
   */
  static Path writeOfMany(Path folder, Node node, StackSizes sizes, boolean isLost)
      throws IOException {
    String seeds =
        node.addresses().stream()
            .filter(address -> !isLost || !address.equals(node.address()))
            .map(address -> address + ":" + node.peerPort())
            .collect(Collectors.joining(","));
    return Files.writeString(
        folder.resolve(FILE),
        common(folder, node, sizes) + OF_MANY.formatted(seeds, isLost) + OPEN);
  }

  private static String common(Path folder, Node node, StackSizes sizes) {
    Path data = folder.resolve("data");
    Writing writing = Writing.within(sizes.commitWindowMillis());
    // Timeouts are far above the defaults: on two cores shared with a pipeline, slow is not down.
    // A write is acknowledged when it is in the commit log for good: with periodic syncs what was
    // written in the last 100 ms is not found again after a kill, synced or not (decision 0023).
    // Merging files is held to a part of one core, for it would take a whole one when minutes
    // close.
    return """
          cluster_name: adclicks-local
          partitioner: org.apache.cassandra.dht.Murmur3Partitioner
          endpoint_snitch: SimpleSnitch
          listen_address: %8$s
          storage_port: %2$d
          rpc_address: %8$s
          start_native_transport: true
          native_transport_port: %1$d
          data_file_directories: ['%3$s/data']
          commitlog_directory: '%3$s/commitlog'
          saved_caches_directory: '%3$s/saved_caches'
          hints_directory: '%3$s/hints'
          cdc_raw_directory: '%3$s/cdc_raw'
          %5$s
          commitlog_segment_size: 16MiB
          commitlog_total_space: 512MiB
          auto_snapshot: false
          disk_failure_policy: die
          commit_failure_policy: die
          memtable_heap_space: %4$dMiB
          memtable_offheap_space: %4$dMiB
          key_cache_size: 16MiB
          file_cache_size: 64MiB
          concurrent_compactors: 1
          concurrent_writes: %6$d
          concurrent_reads: 8
          native_transport_max_threads: %7$d
          compaction_throughput: 4MiB/s
          read_request_timeout: 20000ms
          range_request_timeout: 30000ms
          write_request_timeout: 20000ms
          request_timeout: 30000ms
          """
        .formatted(
            node.port(),
            node.peerPort(),
            data.toString().replace("'", "''"),
            sizes.memtableMebibytes(),
            writing.commitLog(),
            writing.writers(),
            writing.requests(),
            node.address());
  }

  private static String secured(StackSecurity security) {
    return """
        authenticator: PasswordAuthenticator
        authorizer: CassandraAuthorizer
        role_manager: CassandraRoleManager
        client_encryption_options:
          enabled: true
          optional: false
          keystore: '%s'
          keystore_password: '%s'
          store_type: PKCS12
          require_client_auth: false
        """
        .formatted(
            security.certificates().keystore().toString().replace("'", "''"),
            security.storesPassword());
  }
}
