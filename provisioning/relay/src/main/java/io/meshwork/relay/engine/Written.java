package io.meshwork.relay.engine;

import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Received;

/** What is in the open transaction. */
sealed interface Written {
  Cursor cursor();

  /** What it takes of the budget. */
  long bytes();

  int count();

  long timestamp();

  /** An event. */
  record One(Cursor cursor, Received received, long bytes) implements Written {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public long timestamp() {
      return received.event().timestamp();
    }
  }

  /** Of an event that is refused for good; moves nothing, and is part of the crossing. */
  record Letter(Cursor cursor, Received received, Refusal refusal, Event event) implements Written {
    @Override
    public long bytes() {
      return event.size();
    }

    @Override
    public int count() {
      return 0;
    }

    @Override
    public long timestamp() {
      return event.timestamp();
    }
  }

  /** A bundle as it is. */
  record Whole(Cursor cursor, Bundle bundle) implements Written {
    @Override
    public long bytes() {
      return bundle.bytes();
    }

    @Override
    public int count() {
      return bundle.count();
    }

    @Override
    public long timestamp() {
      return bundle.newest();
    }
  }

  /**
   * An event, or the letter of one, that an earlier round wrote: it is only part of the crossing.
   */
  record Before(Cursor cursor, Event event, Answers.Done done) implements Written {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public int count() {
      return done.letter() ? 0 : 1;
    }

    @Override
    public long timestamp() {
      return event.timestamp();
    }
  }
}
