package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All ownership marks of a cluster at one moment. Invariant: a resource has at most one holder,
 * which all who have read the log as far agree on: of the claims whose mark carries its identity
 * the one that said so first, else the claim that the resource itself carries from its making.
 * Where neither is so, nobody holds it.
 *
 * @param lines by resource
 * @param loss what has become of marks, {@code null}: nothing
 */
record Marks(Map<ResourceId, List<Line>> lines, @Nullable String loss) {
  /** Stands for whoever wrote a mark of which not even the installation can be read. */
  static final InstallationId NOBODY_KNOWN = new InstallationId(new UUID(0, 0));

  static final Marks NONE =
      new Marks(Map.of(), "the topic '%s' with all marks is not there".formatted(Topics.MARKS));

  /** The last record of one claim. */
  record Line(Claim claim, Word word, long offset) {
    Stream<Entry> entry() {
      return word instanceof Mark mark ? Stream.of(new Entry(claim, mark, offset)) : Stream.empty();
    }
  }

  /** A claim whose mark can be read. */
  record Entry(Claim claim, Mark mark, long offset) {
    /** Where it was first owned; asked of those that are. */
    long since() {
      Long first = mark.since();
      return first == null ? offset : first;
    }

    boolean isOf(InstallationId installation, Mark.State state) {
      return mark.installation().equals(installation) && mark.state() == state;
    }
  }

  static Marks of(Collection<Line> lines, @Nullable String loss) {
    return new Marks(
        lines.stream().collect(Collectors.groupingBy(line -> line.claim().id())), loss);
  }

  /** Everything that can be read about a resource. */
  List<Entry> entries(ResourceId id) {
    return lines.getOrDefault(id, List.of()).stream().flatMap(Line::entry).toList();
  }

  /** Those that an installation wrote. */
  List<Entry> entries(ResourceId id, InstallationId installation, Mark.State state) {
    return entries(id).stream().filter(entry -> entry.isOf(installation, state)).toList();
  }

  /** What an installation has, or has meant to make. */
  Set<ResourceId> standingFor(InstallationId installation) {
    return lines.values().stream()
        .flatMap(List::stream)
        .flatMap(Line::entry)
        .filter(entry -> entry.mark().installation().equals(installation))
        .map(entry -> entry.claim().id())
        .collect(Collectors.toSet());
  }

  /** The claim that what is there is held by. */
  Optional<Entry> holder(ResourceId id, Found there) {
    List<Entry> entries = entries(id);
    return entries.stream()
        .filter(entry -> entry.mark().state() == Mark.State.OWNED)
        .filter(entry -> there.identity().equals(entry.mark().identity()))
        .min(Comparator.comparingLong(Entry::since))
        .or(() -> maker(entries, there.proof()));
  }

  private static Optional<Entry> maker(List<Entry> entries, Found.Proof proof) {
    Stream<Entry> intents =
        entries.stream().filter(entry -> entry.mark().state() == Mark.State.INTENT);
    return switch (proof) {
      case Found.Proof.Carried(long claim) ->
          intents.filter(entry -> entry.claim().number() == claim).findFirst();
      case Found.Proof.Absent() -> Optional.empty();
      case Found.Proof.Impossible() -> intents.min(Comparator.comparingLong(Entry::offset));
    };
  }

  /** Whose what is there is, as an installation sees it. */
  Ownership ownership(ResourceId id, Found there, InstallationId ours) {
    Optional<Entry> holder = holder(id, there);
    if (holder.isEmpty()) {
      return unread(id)
          .<Ownership>map(
              line ->
                  new Ownership.Other(
                      Objects.requireNonNullElse(line.installation(), NOBODY_KNOWN)))
          .orElseGet(Ownership.Foreign::new);
    }
    Mark mark = holder.get().mark();
    if (!mark.installation().equals(ours)) {
      return new Ownership.Other(mark.installation());
    }
    return mark.state() == Mark.State.OWNED || there.proof() instanceof Found.Proof.Carried
        ? new Ownership.Ours()
        : new Ownership.Intended();
  }

  private Optional<Word.Unread> unread(ResourceId id) {
    return lines.getOrDefault(id, List.of()).stream()
        .map(Line::word)
        .filter(Word.Unread.class::isInstance)
        .map(Word.Unread.class::cast)
        .findFirst();
  }

  /** Why what is there is not ours, and what to do; after the name of the resource. */
  String whyNotOurs(ResourceId id, Found there, InstallationId ours) {
    Optional<Word.Unread> unread = unread(id);
    Optional<Entry> holder = holder(id, there);
    if (holder.isPresent()) {
      return "belongs to Meshwork installation %s; let that one release it, or choose another name"
          .formatted(holder.get().mark().installation());
    }
    if (unread.isPresent()) {
      return "belongs to another Meshwork: its mark %s; use the version that wrote it"
          .formatted(unread.get().why());
    }
    return "is there and not ours%s; adopt it, choose another name, or have it deleted"
        .formatted(doubt(id, there, ours));
  }

  private String doubt(ResourceId id, Found there, InstallationId ours) {
    if (lines.getOrDefault(id, List.of()).stream()
        .anyMatch(line -> line.word() instanceof Word.Damaged)) {
      return " (its mark is damaged)";
    }
    Optional<Identity> before =
        entries(id, ours, Mark.State.OWNED).stream()
            .flatMap(entry -> Stream.ofNullable(entry.mark().identity()))
            .findFirst();
    if (before.isPresent()) {
      return " (ours was %s, this is %s: made anew, or brought back, by others)"
          .formatted(before.get(), there.identity());
    }
    if (!entries(id, ours, Mark.State.INTENT).isEmpty()) {
      return " (we meant to make it, but others were faster)";
    }
    return loss == null ? "" : " (" + loss + ")";
  }
}
