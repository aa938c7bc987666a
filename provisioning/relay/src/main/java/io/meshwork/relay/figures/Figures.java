package io.meshwork.relay.figures;

import io.meshwork.api.LinkReport;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.LinkId;
import io.meshwork.model.TeamName;
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
  private final Map<TeamName, TeamFigures> teams = new ConcurrentSkipListMap<>();

  /** None yet. */
  public Figures(Clock clock) {
    this.clock = clock;
  }

  /** The link's figures, which go on where a link of this id was known. */
  public LinkFigures of(ManifestLink link) {
    TeamFigures team = teams.computeIfAbsent(link.team(), TeamFigures::new);
    LinkFigures figures = links.computeIfAbsent(link.id(), _ -> new LinkFigures(link, team, clock));
    figures.link(link, team);
    return figures;
  }

  /** Forgets every link but these. */
  public void keepOnly(Collection<ManifestLink> wanted) {
    Set<LinkId> ids = wanted.stream().map(ManifestLink::id).collect(Collectors.toSet());
    links.keySet().retainAll(ids);
  }

  /** Of every team that had links in this run, by name. */
  public Collection<TeamFigures> teams() {
    return teams.values();
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
