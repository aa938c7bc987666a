package io.meshwork.transport.spi;

import java.util.List;

/** A bundle of events that have been read one by one. */
record SingleEvents(List<Received> events) implements Bundle {
  SingleEvents {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A bundle has at least one event.");
    }
  }

  @Override
  public SourcePartition partition() {
    return events.getFirst().partition();
  }

  @Override
  public Position before() {
    return events.getFirst().before();
  }

  @Override
  public Position after() {
    return events.getLast().after();
  }

  @Override
  public int count() {
    return events.size();
  }

  @Override
  public long bytes() {
    return events.stream().mapToLong(each -> each.event().size()).sum();
  }

  @Override
  public long newest() {
    return events.stream().mapToLong(each -> each.event().timestamp()).max().orElseThrow();
  }

  @Override
  public Digest digest() {
    return events.stream().map(each -> Digest.of(each.event())).reduce(Digest.NONE, Digest::plus);
  }
}
