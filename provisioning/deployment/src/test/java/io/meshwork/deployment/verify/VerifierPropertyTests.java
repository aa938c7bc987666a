package io.meshwork.deployment.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VerifierPropertyTests {
  private static final String EVEN = "{\"data\":{\"even\":[true]}}";

  /** What goes wrong behind the relay's back. */
  enum Mutation {
    LOSE,
    REPEAT,
    INTRUDE,
    INTRUDE_BETWEEN,
    REPLACE,
    SKIP,
    REWIND
  }

  @Provide
  Arbitrary<Mutation> mutations() {
    return Arbitraries.of(Mutation.class);
  }

  private static Crossed crossed(Random random) {
    return random.nextBoolean()
        ? new Crossed(DeliveryClass.EFFECTIVELY_ONCE)
        : new Crossed(DeliveryClass.EFFECTIVELY_ONCE, EVEN);
  }

  private static void pass(Crossed crossed, Random random) {
    List<Crossed.Draft> drafts = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      drafts.add(draft(crossed, random, i));
    }
    crossed.commit(drafts.toArray(Crossed.Draft[]::new));
  }

  private static Crossed.Draft draft(Crossed crossed, Random random, int number) {
    int events = 1 + random.nextInt(6);
    int partition = random.nextInt(Crossed.PARTITIONS);
    Crossed.Draft draft =
        number == 2
            ? crossed.nextOfOther(partition, events)
            : crossed.next(number % Crossed.PARTITIONS, events);
    draft.target = random.nextInt(Crossed.PARTITIONS);
    return random.nextBoolean() ? draft.forwarded() : draft;
  }

  private static List<Finding> verified(Crossed crossed, Random random) {
    if (random.nextBoolean()) {
      return crossed.verify().findings();
    }
    return crossed.pages(1 + random.nextInt(20)).stream()
        .map(VerificationDocument::findings)
        .flatMap(List::stream)
        .toList();
  }

  @Property(tries = 150)
  void whateverPassesWellVerifiesClean(@ForAll long seed) {
    Random random = new Random(seed);
    try (Crossed crossed = crossed(random)) {
      int passes = 1 + random.nextInt(8);
      for (int i = 0; i < passes; i++) {
        pass(crossed, random);
      }

      assertThat(verified(crossed, random)).isEmpty();
    }
  }

  @Property(tries = 250)
  void oneFaultIsAlwaysFound(@ForAll long seed, @ForAll("mutations") Mutation mutation) {
    Random random = new Random(seed);
    try (Crossed crossed = crossed(random)) {
      int passes = random.nextInt(4);
      for (int i = 0; i < passes; i++) {
        pass(crossed, random);
      }
      crossed.commit(crossed.next(0, 4), crossed.next(1, 4));
      spoil(crossed, mutation, random);
      crossed.commit(crossed.next(0, 4), crossed.next(1, 4));
      passes = random.nextInt(4);
      for (int i = 0; i < passes; i++) {
        pass(crossed, random);
      }

      assertThat(crossed.verify().findings()).isNotEmpty();
      assertThat(crossed.verify().hasViolations()).isTrue();
    }
  }

  private static void spoil(Crossed crossed, Mutation mutation, Random random) {
    Crossed.Draft draft = crossed.next(0, 6);
    int at = random.nextInt(draft.writes.size());
    switch (mutation) {
      case LOSE -> draft.writes.remove(at);
      case REPEAT -> draft.writes.add(draft.writes.get(at));
      case INTRUDE -> draft.writes.add(at, crossed.event());
      case INTRUDE_BETWEEN -> crossed.foreign(0, crossed.event());
      case REPLACE -> draft.writes.set(at, crossed.event());
      case SKIP -> crossed.skip(0, 1 + random.nextInt(4));
      case REWIND -> crossed.rewind(0, 1 + random.nextInt(4));
    }
    if (random.nextBoolean()) {
      crossed.commit(draft);
    } else {
      crossed.commit(draft, crossed.nextOfOther(1, 3));
    }
  }
}
