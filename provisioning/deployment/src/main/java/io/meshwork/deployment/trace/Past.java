package io.meshwork.deployment.trace;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.deployment.store.SwitchHistory;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.Planner;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What the mesh was at a moment: the catalog by its revisions, links by what was switched. */
class Past {
  private static final int MOST_SWITCHES = 2_000;
  private static final int MOST_MOVES = 100;

  private final Catalog catalog;
  private final ManifestKeeper manifests;
  private final SwitchHistory switches;
  private final ManifestStore store;
  private final PlanComputer computer;
  private final Planner planner;

  Past(
      Catalog catalog,
      ManifestKeeper manifests,
      SwitchHistory switches,
      ManifestStore store,
      PlanComputer computer,
      Planner planner) {
    this.catalog = catalog;
    this.manifests = manifests;
    this.switches = switches;
    this.store = store;
    this.computer = computer;
    this.planner = planner;
  }

  /** The catalog at a moment and now. */
  record Catalogs(CatalogSnapshot then, CatalogSnapshot now) {}

  Catalogs catalogs(Instant moment) {
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    CatalogSnapshot then = catalog.snapshot(catalog.revisionAt(moment));
    return new Catalogs(then.revision().compareTo(now.revision()) >= 0 ? now : then, now);
  }

  /** All that a trace is judged by, links from a moment on. */
  Scene scene(EventTypeName type, Catalogs catalogs, Instant since, Audience audience) {
    DesiredState now = computer.desired(catalogs.now());
    DesiredState then =
        catalogs.then().equals(catalogs.now())
            ? now
            : planner.desired(catalogs.then(), catalogs.now(), now);
    List<SwitchHistory.Switched> switched = switches.since(since, MOST_SWITCHES);
    Collection<StoredManifest> stored = manifests.read().values();
    return new Scene(
        type,
        catalogs.then(),
        catalogs.now(),
        then,
        new PastLinks(type, stored, switched, switched.size() < MOST_SWITCHES, since),
        audience.shown(),
        link -> store.moves().newest(link, MOST_MOVES),
        audience.everything());
  }

  /** For how long the event type's channels keep events. */
  Duration retention(Scene scene) {
    var type = scene.now().eventTypes().get(scene.type());
    return type == null ? Trace.MOST : type.spec().retention();
  }

  /** What of it is of now, not of then. */
  List<String> notes(Scene scene, Instant at) {
    return List.of(
        "Judged by revision %s of the catalog, the newest at %s, and by the links of that time; brokers, their addresses and how far consumer groups have read are of now."
            .formatted(scene.then().revision(), at));
  }
}
