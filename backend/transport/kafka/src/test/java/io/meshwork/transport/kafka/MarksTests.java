package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTests {
  private static final InstallationId OURS = new InstallationId(new UUID(1, 1));
  private static final InstallationId THEIRS = new InstallationId(new UUID(2, 2));
  private static final ResourceId ID = new ResourceId(Topics.KIND, "orders");
  private static final Identity IDENTITY = new Identity("made");

  private final List<Marks.Line> lines = new ArrayList<>();

  @Test
  void readsBackAMark() {
    Mark owned = mark(OURS, Mark.State.OWNED, IDENTITY, 41L);
    Mark intent = mark(OURS, Mark.State.INTENT, null, null);

    assertThat(Mark.read(owned.bytes())).isEqualTo(owned);
    assertThat(Mark.read(intent.bytes())).isEqualTo(intent);
  }

  @Test
  void readsBackAClaimAndWhatWasWrittenBeforeThereWereAny() {
    Claim claim = new Claim(new ResourceId(Acls.KIND, "a/b#c:d"), Claim.LARGEST);
    Claim old = new Claim(ID, Claim.OLD);

    assertThat(Claim.of(claim.key())).contains(claim);
    assertThat(Claim.of(old.key())).contains(old);
    assertThat(new String(old.key(), StandardCharsets.UTF_8)).isEqualTo("topic/orders");
    assertThat(Claim.of(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "claim:12/topic/orders",
        "claim:zzzzzzzzzzzzzzzz/topic/orders",
        "claim:ffffffffffffffff/topic/orders",
        "claim:0000000000000000/topic/orders",
        "claim:0000000000000001"
      })
  void readsNoClaimThatNoDeployerMade(String key) {
    assertThat(Claim.of(key.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "\u0000\u0001",
        "{\"v\":1,\"installation\":\"nobody\",\"state\":\"owned\",\"at\":\"2026-11-01T00:00:00Z\"}",
        "{\"v\":1,\"installation\":\"00000000-0000-0001-0000-000000000001\",\"state\":\"owned\"}",
        "{\"v\":0,\"installation\":\"00000000-0000-0001-0000-000000000001\",\"state\":\"owned\"}",
        "{\"v\":\"one\"}"
      })
  void takesRubbishForNobodysMark(String value) {
    assertThat(Mark.read(value.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Word.Damaged());
  }

  @Test
  void takesWordsThatItDoesNotKnowForSomebodys() {
    String ours = "\"installation\":\"" + OURS + "\"";

    assertThat(read("{\"v\":3,%s}".formatted(ours)))
        .isInstanceOfSatisfying(
            Word.Unread.class, one -> assertThat(one.installation()).isEqualTo(OURS));
    assertThat(read("{\"v\":99}"))
        .isInstanceOfSatisfying(Word.Unread.class, one -> assertThat(one.installation()).isNull());
    assertThat(read("{\"v\":2,%s,\"state\":\"leased\"}".formatted(ours)))
        .isInstanceOfSatisfying(
            Word.Unread.class, one -> assertThat(one.why()).contains("'leased'"));
  }

  @Test
  void isOursByItsIdentityOnly() {
    add(1, mark(OURS, Mark.State.OWNED, IDENTITY, null));

    assertThat(ownership(found("made", new Found.Proof.Absent()))).isEqualTo(new Ownership.Ours());
    assertThat(ownership(found("remade", new Found.Proof.Absent())))
        .isEqualTo(new Ownership.Foreign());
    assertThat(Marks.NONE.ownership(ID, found("made", new Found.Proof.Carried(1)), OURS))
        .isEqualTo(new Ownership.Foreign());
  }

  @Test
  void isOursByTheClaimThatItCarries() {
    add(7, mark(OURS, Mark.State.INTENT, null, null));
    add(8, mark(THEIRS, Mark.State.INTENT, null, null));

    assertThat(ownership(found("any", new Found.Proof.Carried(7)))).isEqualTo(new Ownership.Ours());
    assertThat(ownership(found("any", new Found.Proof.Carried(8))))
        .isEqualTo(new Ownership.Other(THEIRS));
    assertThat(ownership(found("any", new Found.Proof.Carried(9))))
        .isEqualTo(new Ownership.Foreign());
    assertThat(ownership(found("any", new Found.Proof.Absent())))
        .isEqualTo(new Ownership.Foreign());
  }

  @Test
  void isTheirsWhoOwnedItFirstHoweverOftenTheyWroteSince() {
    add(1, mark(OURS, Mark.State.OWNED, IDENTITY, null));
    add(2, mark(THEIRS, Mark.State.OWNED, IDENTITY, null));
    Found there = found("made", new Found.Proof.Absent());
    assertThat(ownership(there)).isEqualTo(new Ownership.Ours());

    lines.add(
        new Marks.Line(new Claim(ID, 1), mark(OURS, Mark.State.OWNED, IDENTITY, 0L), lines.size()));
    lines.removeFirst();

    assertThat(ownership(there)).isEqualTo(new Ownership.Ours());
  }

  @Test
  void onlyMeantItWhereNothingCanBeProved() {
    add(1, mark(OURS, Mark.State.INTENT, null, null));

    assertThat(ownership(found("rule", new Found.Proof.Impossible())))
        .isEqualTo(new Ownership.Intended());
    lines.clear();
    add(2, mark(THEIRS, Mark.State.INTENT, null, null));
    assertThat(ownership(found("rule", new Found.Proof.Impossible())))
        .isEqualTo(new Ownership.Other(THEIRS));
  }

  @Test
  void isSomebodysWhereAMarkCannotBeUnderstood() {
    lines.add(new Marks.Line(new Claim(ID, 1), new Word.Unread(null, "is newer"), 0));
    Found there = found("made", new Found.Proof.Absent());

    assertThat(ownership(there)).isEqualTo(new Ownership.Other(Marks.NOBODY_KNOWN));
    assertThat(marks().whyNotOurs(ID, there, OURS))
        .contains("its mark is newer", "use the version that wrote it");
    add(2, mark(OURS, Mark.State.OWNED, IDENTITY, null));
    assertThat(ownership(there)).as("provably ours").isEqualTo(new Ownership.Ours());
  }

  @Test
  void namesOnlyWhatAnInstallationStandsFor() {
    add(1, mark(OURS, Mark.State.OWNED, IDENTITY, null));
    lines.add(new Marks.Line(new Claim(new ResourceId("topic", "b"), 1), new Word.Damaged(), 1));

    assertThat(marks().standingFor(OURS)).isEqualTo(Set.of(ID));
    assertThat(marks().standingFor(THEIRS)).isEmpty();
  }

  private Ownership ownership(Found there) {
    return marks().ownership(ID, there, OURS);
  }

  private Marks marks() {
    return Marks.of(lines, null);
  }

  private void add(long claim, Mark mark) {
    lines.add(new Marks.Line(new Claim(ID, claim), mark, lines.size()));
  }

  private static Found found(String identity, Found.Proof proof) {
    return new Found(new Identity(identity), Map.of(), Set.of(), proof);
  }

  private static Mark mark(
      InstallationId who, Mark.State state, @Nullable Identity identity, @Nullable Long since) {
    return new Mark(
        who,
        state,
        identity,
        new TreeMap<>(Map.of("partitions", "6")),
        since,
        Instant.parse("2026-11-01T00:00:00Z"));
  }

  private static Word read(String value) {
    return Mark.read(value.getBytes(StandardCharsets.UTF_8));
  }
}
