package io.meshwork.transport.kafka;

import io.meshwork.transport.tck.BundlesTck;
import io.meshwork.transport.tck.ClassesTck;
import io.meshwork.transport.tck.DeliveryTck;
import io.meshwork.transport.tck.HeadersTck;
import io.meshwork.transport.tck.LanesTck;
import io.meshwork.transport.tck.OrderTck;
import io.meshwork.transport.tck.PartitionsTck;
import io.meshwork.transport.tck.PositionsTck;
import io.meshwork.transport.tck.SlotsTck;
import io.meshwork.transport.tck.TombstonesTck;
import io.meshwork.transport.tck.TransactionsTck;
import io.meshwork.transport.tck.TransportFixture;
import org.junit.jupiter.api.Nested;

/** What reads and writes, once more with Kafka's own consumer and producer. */
class KafkaClientsContractIT {
  @Nested
  class Lanes extends LanesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Classes extends ClassesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Delivery extends DeliveryTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Headers extends HeadersTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Tombstones extends TombstonesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Order extends OrderTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Partitions extends PartitionsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Positions extends PositionsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Transactions extends TransactionsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Bundles extends BundlesTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }

  @Nested
  class Slots extends SlotsTck {
    @Override
    protected TransportFixture fixture() {
      return KafkaContractFixture.clients();
    }
  }
}
