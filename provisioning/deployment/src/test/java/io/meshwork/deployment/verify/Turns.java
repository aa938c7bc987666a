package io.meshwork.deployment.verify;

import com.zaxxer.hikari.HikariDataSource;
import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.store.FindingStore;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.store.StandingStore;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.local.TestDatabase;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.Reader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Control planes that verify what was crossed, over one database and a clock that is moved by hand.
 */
final class Turns implements Sight, LinkDirectory {
  private static final HikariDataSource DATABASE = database();

  final Crossed crossed;
  final Map<LinkId, ManifestLink> links = new TreeMap<>();
  final List<MoveStore.Entry> moves = new ArrayList<>();
  final List<StoredRedrive> orders = new ArrayList<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ContinuousVerification.Keeping keeping;
  @Nullable String away;
  Instant forgotten = Instant.EPOCH;
  Runnable meanwhile = () -> {};

  Turns(Crossed crossed) {
    this.crossed = crossed;
    JdbcClient jdbc = JdbcClient.create(DATABASE);
    jdbc.sql("TRUNCATE verification_standing, verification_finding, verification_pace").update();
    keeping =
        new ContinuousVerification.Keeping(
            new StandingStore(jdbc),
            new FindingStore(jdbc),
            new TransactionTemplate(new DataSourceTransactionManager(DATABASE)));
    links.put(Crossed.LINK, crossed.link());
  }

  private static HikariDataSource database() {
    HikariDataSource database = new HikariDataSource();
    database.setJdbcUrl(TestDatabase.freshDatabase());
    database.setUsername(TestDatabase.user());
    database.setPassword(TestDatabase.password());
    database.setMaximumPoolSize(2);
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/deployment")
        .load()
        .migrate();
    return database;
  }

  /** One more control plane. */
  ContinuousVerification worker(int perSecond) {
    return new ContinuousVerification(
        this, this, keeping, new VerificationMetrics(meters), crossed.clock(), perSecond);
  }

  /** Takes turns until nothing is to be done for a while, as if no time passed otherwise. */
  void all() {
    ContinuousVerification worker = worker(10_000);
    Duration wait = Duration.ZERO;
    for (int turn = 0; turn < 1_000 && !wait.equals(ContinuousVerification.IDLE); turn++) {
      crossed.pass(wait);
      wait = worker.turn();
    }
  }

  /** Lets so much time pass that all is settled and due, and verifies it. */
  void settle() {
    crossed.pass(Duration.ofSeconds(61));
    all();
  }

  StoredStanding standing() {
    return keeping.standings().find(Crossed.LINK).orElseThrow();
  }

  Map<LinkId, StandingStore.Brief> standings() {
    return keeping.standings().briefs(links.keySet());
  }

  List<StoredFinding> open() {
    return keeping.findings().open(Crossed.LINK);
  }

  @Override
  public Map<LinkId, Placed> links() {
    Map<LinkId, Placed> placed = new TreeMap<>();
    links.forEach((id, link) -> placed.put(id, new Placed(link, new RegionName("us"))));
    return placed;
  }

  @Override
  public @Nullable String away(ManifestLink link) {
    return away;
  }

  /** As if the crossings before a moment were no longer retained. */
  @Override
  public Reader reader(BrokerName broker) {
    Reader reader = crossed.reader(broker);
    return (Reader)
        Proxy.newProxyInstance(
            Reader.class.getClassLoader(),
            new Class<?>[] {Reader.class},
            (proxy, method, arguments) -> {
              try {
                if (method.getName().equals("crossings")
                    && ((Instant) arguments[0]).isBefore(forgotten)) {
                  arguments[0] = forgotten;
                }
                return method.invoke(reader, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Verifier verifier(
      ManifestLink link, Reader source, Reader target, Verifier.Bounds bounds) {
    return new Verifier(link, source, target, bounds, Explanations.of(moves, orders, source));
  }

  @Override
  public List<StoredRedrive> orders(LinkId link) {
    return orders;
  }

  @Override
  public <T> T within(ManifestLink link, Callable<T> call) {
    meanwhile.run();
    try {
      return call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a repair of a draft's stretch writes. */
  static Crossed.Draft repairing(Crossed.Draft draft, LinkId repair) {
    Crossed.Draft again = new Crossed.Draft(repair, draft.source, draft.from, draft.through);
    again.passed = draft.passed;
    again.digest = draft.digest;
    again.writes.addAll(draft.writes);
    return again;
  }
}
