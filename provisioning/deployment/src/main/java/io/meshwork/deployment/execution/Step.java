package io.meshwork.deployment.execution;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.planner.DesiredLink;
import io.meshwork.transport.spi.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a deployment does, kept with its plan so that a restart finds it again. */
public sealed interface Step {
  /** From 1, in the plan's order. */
  int number();

  /** Changes one resource of a broker. */
  record OnBroker(int number, BrokerName broker, Operation operation, List<Cause> causes)
      implements Step {
    /** Copies the causes. */
    public OnBroker {
      causes = List.copyOf(causes);
    }
  }

  /**
   * Gives a region's relays other links. Says only what differs, each with what the plan saw, so
   * that two plans about different links never undo one another.
   */
  record Switch(int number, RegionName region, List<LinkChange> links) implements Step {
    /** Copies the links. */
    public Switch {
      links = List.copyOf(links);
    }
  }

  /**
   * One link that comes, goes or changes.
   *
   * @param before as the plan saw it, {@code null}: absent
   * @param after as it shall be, {@code null}: absent
   * @param causes why it shall be so
   */
  record LinkChange(
      LinkId id, @Nullable DesiredLink before, @Nullable DesiredLink after, List<Cause> causes) {
    /** Copies the causes. */
    public LinkChange {
      causes = List.copyOf(causes);
    }
  }
}
