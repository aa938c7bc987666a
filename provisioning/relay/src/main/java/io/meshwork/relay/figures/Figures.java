package io.meshwork.relay.figures;

import io.meshwork.api.LinkReport;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.LinkId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The figures of all links of the manifest that runs. Any thread. */
public final class Figures {
  private final Clock clock;
  private final Map<LinkId, LinkFigures> links = new ConcurrentSkipListMap<>();

  /** None yet. */
  public Figures(Clock clock) {
    this.clock = clock;
  }

  /** The link's figures, which go on where a link of this id was known. */
  public LinkFigures of(ManifestLink link) {
    LinkFigures figures = links.computeIfAbsent(link.id(), id -> new LinkFigures(link, clock));
    figures.link(link);
    return figures;
  }

  /** Forgets every link but these. */
  public void keepOnly(Collection<ManifestLink> wanted) {
    Set<LinkId> ids = wanted.stream().map(ManifestLink::id).collect(Collectors.toSet());
    links.keySet().retainAll(ids);
  }

  /** All, by id. */
  public Collection<LinkFigures> all() {
    return links.values();
  }

  /** What is redriven of all links. */
  public List<RedriveReport> redrives() {
    return links.values().stream().flatMap(link -> link.redrives().stream()).toList();
  }

  /** A report of each, by id. */
  public List<LinkReport> reports() {
    return links.values().stream().map(LinkFigures::report).toList();
  }
}
