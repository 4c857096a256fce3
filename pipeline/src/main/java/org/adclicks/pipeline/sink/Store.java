package org.adclicks.pipeline.sink;

import com.datastax.driver.core.Session;
import java.nio.file.Path;
import org.adclicks.access.StoreAccess;
import org.adclicks.pipeline.options.StoreSettings;
import org.apache.beam.sdk.io.cassandra.CassandraIO;
import org.apache.beam.sdk.io.cassandra.Mapper;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;

/**
 * The Cassandra keyspace rows are upserted into.
 *
 * <p>Not a transform itself: the signal that rows have landed is looked up in the graph ({@link
 * Landed}), which must be complete up to there.
 */
public final class Store {

  private final StoreSettings settings;

  private Store(StoreSettings settings) {
    this.settings = settings;
  }

  public static Store at(StoreSettings settings) {
    return new Store(settings);
  }

  /**
   * Upserts batches of rows.
   *
   * <p>Shape: {@code PCollection<PartitionBatch>} -> {@code PCollection<Void>} without elements;
   * its watermark says that all rows of earlier batches are in the store.
   *
   * <p>Errors: a write the store refuses for half a minute fails the bundle.
   */
  public PCollection<Void> upsert(String name, PCollection<PartitionBatch> batches) {
    CassandraIO.Write<PartitionBatch> write =
        withAccess(
            CassandraIO.<PartitionBatch>write()
                .withHosts(settings.hosts())
                .withPort(settings.port())
                .withKeyspace(settings.keyspace())
                .withLocalDc(settings.datacenter())
                .withConsistencyLevel(settings.consistency())
                .withEntity(PartitionBatch.class)
                .withMapperFactoryFn(new MapperOfSession()));
    batches.apply(name, write);
    return Landed.of(batches.getPipeline(), write);
  }

  // Whether there is a user and TLS is decided here, who and how by each worker.
  private CassandraIO.Write<PartitionBatch> withAccess(CassandraIO.Write<PartitionBatch> write) {
    String file = settings.configFile();
    if (file == null) {
      return write;
    }
    StoreAccess access = StoreAccess.read(Path.of(file));
    CassandraIO.Write<PartitionBatch> withAccess = write;
    if (access.username().isPresent()) {
      withAccess =
          withAccess
              .withUsername(FromAccessFile.username(file))
              .withPassword(FromAccessFile.password(file));
    }
    return access.tls().isPresent() ? withAccess.withSsl(FromAccessFile.tls(file)) : withAccess;
  }

  // CassandraIO has the mapper's type raw.
  @SuppressWarnings("rawtypes")
  private static final class MapperOfSession implements SerializableFunction<Session, Mapper> {
    @Override
    public Mapper apply(Session session) {
      return PartitionBatchMapper.of(session);
    }
  }
}
