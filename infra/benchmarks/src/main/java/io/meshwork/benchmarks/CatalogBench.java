package io.meshwork.benchmarks;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Spec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a catalog of 60,000 entries with 100,000 changes takes in PostgreSQL, and how long reading
 * one of its revisions takes.
 */
final class CatalogBench {
  private static final int TYPES = 10_000;
  private static final int SUBSCRIPTIONS = 40_000;
  private static final int LINKS = 400;
  private static final int CHANGES = 100_000;
  private static final int FIRST_BATCH = 2_000;
  private static final int BATCH = 50;
  private static final int READS = 9;
  private static final double MILLION = 1e6;
  private static final double MEBIBYTE = 1 << 20;

  private final Catalog catalog;
  private final ApplyDocuments documents;
  private final JdbcTemplate database;
  private final Random random = new Random(1);

  private CatalogBench(ConfigurableApplicationContext server) {
    catalog = server.getBean(Catalog.class);
    documents = server.getBean(ApplyDocuments.class);
    database = server.getBean(JdbcTemplate.class);
  }

  static void run(Figures figures) {
    try (ConfigurableApplicationContext server = CatalogServer.start()) {
      new CatalogBench(server).measure(figures);
    }
  }

  private void measure(Figures figures) {
    List<ResourceSpec> entries = entries();
    long start = System.nanoTime();
    for (int from = 0; from < entries.size(); from += FIRST_BATCH) {
      apply(entries.subList(from, Math.min(entries.size(), from + FIRST_BATCH)));
    }
    figures.add("entries", entries.size(), "");
    figures.add("applying them, 2,000 documents at once", millis(start), "ms");
    figures.add("size in PostgreSQL", size(), "MiB");
    start = System.nanoTime();
    for (int done = 0; done < CHANGES; done += BATCH) {
      change(entries, done);
    }
    figures.add("changes", CHANGES, "");
    figures.add("applying them, 50 documents at once", millis(start), "ms");
    figures.add("revisions", (double) catalog.currentRevision().number(), "");
    figures.add("size in PostgreSQL with the changes", size(), "MiB");
    read(figures);
  }

  private void read(Figures figures) {
    long newest = catalog.currentRevision().number();
    double worst = 0;
    double total = 0;
    double cpu = 0;
    for (int i = 0; i < READS; i++) {
      Revision revision = new Revision(Math.max(1, newest - 1 - i * newest / READS));
      long cpuStart = PlanBench.cpu();
      long start = System.nanoTime();
      CatalogSnapshot read = catalog.snapshot(revision);
      double took = millis(start);
      if (!read.revision().equals(revision)) {
        throw new IllegalStateException("Read revision " + read.revision());
      }
      cpu += (PlanBench.cpu() - cpuStart) / MILLION;
      total += took;
      worst = Math.max(worst, took);
    }
    figures.add("reading a past revision, slowest of " + READS, worst, "ms");
    figures.add("reading a past revision, mean", total / READS, "ms");
    figures.add("reading a past revision, mean processor time here", cpu / READS, "ms");
  }

  private void apply(List<ResourceSpec> batch) {
    documents.apply(Actor.mesh(), batch, ApplyOptions.PLAIN);
  }

  /** Describes some entries anew: each is a state of its own, with its whole spec. */
  private void change(List<ResourceSpec> entries, int number) {
    List<ResourceSpec> batch = new ArrayList<>();
    int from = random.nextInt(entries.size() - BATCH);
    for (ResourceSpec entry : entries.subList(from, from + BATCH)) {
      Metadata metadata = entry.metadata();
      batch.add(
          new ResourceSpec(
              entry.kind(),
              entry.name(),
              new Metadata(
                  metadata.team(), metadata.set(), metadata.labels(), "Described anew " + number),
              entry.spec()));
    }
    apply(batch);
  }

  /** What is referred to before what refers to it. */
  private static List<ResourceSpec> entries() {
    CatalogSnapshot mesh = PlanCatalog.of(TYPES, SUBSCRIPTIONS, LINKS);
    List<ResourceSpec> entries = new ArrayList<>();
    add(entries, Kind.TEAM, mesh.teams().values());
    add(entries, Kind.REGION, mesh.regions().values());
    add(entries, Kind.BROKER, mesh.brokers().values());
    add(entries, Kind.APPLICATION, mesh.applications().values());
    mesh.eventTypes().keySet().stream().sorted().map(CatalogBench::type).forEach(entries::add);
    add(entries, Kind.PUBLICATION, mesh.publications().values());
    add(entries, Kind.SUBSCRIPTION, mesh.subscriptions().values());
    return entries;
  }

  private static void add(
      List<ResourceSpec> entries, Kind kind, Collection<? extends Entity<?, ?>> entities) {
    for (Entity<?, ?> entity : entities) {
      entries.add(
          new ResourceSpec(
              kind, kind.name(entity.name().toString()), entity.metadata(), (Spec) entity.spec()));
    }
  }

  /** With a schema of the usual size. */
  private static ResourceSpec type(EventTypeName name) {
    StringBuilder fields = new StringBuilder("\"id\":{\"type\":\"string\"}");
    for (int i = 0; i < 12; i++) {
      fields.append(",\"field-%d\":{\"type\":\"string\",\"maxLength\":%d}".formatted(i, 40 + i));
    }
    String number = name.value().substring(name.value().lastIndexOf('-') + 1);
    return Documents.read(
            """
            {"apiVersion":"mesh/v1","kind":"EventType",
            "metadata":{"name":"%s","team":"team-%d"},
            "spec":{"schema":{"format":"json-schema","definition":{"type":"object",
            "properties":{%s},"required":["id"]}},"key":"/id","partitions":6,"access":"open"}}"""
                .formatted(name, Integer.parseInt(number) % PlanCatalog.TEAMS, fields))
        .getFirst();
  }

  private double size() {
    Long bytes = database.queryForObject("select pg_database_size(current_database())", Long.class);
    return bytes == null ? 0 : bytes / MEBIBYTE;
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / MILLION;
  }
}
