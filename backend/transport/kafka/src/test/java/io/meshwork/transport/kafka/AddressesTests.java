package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.internals.Topic;

class AddressesTests {
  private static final BrokerName HERE = new BrokerName("here");

  @Example
  void areNamesThatPeopleRecognise() {
    var type = new EventTypeName("orders.order.placed");
    var subscription = new SubscriptionName("invoices");

    assertThat(name(new ChannelId.Entry(type, HERE))).isEqualTo("orders.order.placed");
    assertThat(name(new ChannelId.Arrival(type, new BrokerName("kafka-eu"), HERE)))
        .isEqualTo("orders.order.placed.from.kafka-eu");
    assertThat(name(new ChannelId.Subscribed(subscription, HERE))).isEqualTo("mesh.sub.invoices");
    assertThat(name(new ChannelId.DeadLetter(subscription, HERE))).isEqualTo("mesh.dead.invoices");
  }

  @Example
  void differWhereTypeAndOriginJoinToOneText() {
    var one = new ChannelId.Arrival(new EventTypeName("a.from"), new BrokerName("b"), HERE);
    var other = new ChannelId.Arrival(new EventTypeName("a"), new BrokerName("from.b"), HERE);

    assertThat(name(one)).isNotEqualTo(name(other));
  }

  @Example
  void areShortenedWithAFingerprintBeyondKafkasLength() {
    var one =
        new ChannelId.Arrival(
            new EventTypeName("t".repeat(128)), new BrokerName("b".repeat(128)), HERE);
    var other =
        new ChannelId.Arrival(
            new EventTypeName("t".repeat(128)), new BrokerName("b".repeat(127) + "c"), HERE);

    assertThat(name(one))
        .hasSizeLessThanOrEqualTo(Addresses.MAX_LENGTH)
        .contains("t.from.b")
        .isNotEqualTo(name(other));
  }

  @Property(tries = 3000)
  void areDifferentForDifferentChannels(
      @ForAll("channels") ChannelId one, @ForAll("channels") ChannelId other) {
    Assume.that(!one.equals(other));

    assertThat(name(one)).isNotEqualTo(name(other));
  }

  @Property(tries = 1000)
  void areAlwaysValidTopicNames(@ForAll("channels") ChannelId channel) {
    Topic.validate(name(channel));
  }

  @Provide
  Arbitrary<ChannelId> channels() {
    Arbitrary<String> names =
        Arbitraries.of("a", "b", "from", "a.from", "from.a", "mesh", "sub", "dead", "x.y")
            .list()
            .ofMinSize(1)
            .ofMaxSize(30)
            .map(parts -> String.join(".", parts))
            .filter(name -> name.length() <= 128);
    Arbitrary<EventTypeName> types =
        names.filter(AddressesTests::mayBeAType).map(EventTypeName::new);
    Arbitrary<BrokerName> brokers = names.map(BrokerName::new);
    Arbitrary<SubscriptionName> subscriptions = names.map(SubscriptionName::new);
    return Arbitraries.oneOf(
        types.map(type -> new ChannelId.Entry(type, HERE)),
        Combinators.combine(types, brokers)
            .as((type, origin) -> new ChannelId.Arrival(type, origin, HERE)),
        subscriptions.map(name -> new ChannelId.Subscribed(name, HERE)),
        subscriptions.map(name -> new ChannelId.DeadLetter(name, HERE)));
  }

  private static boolean mayBeAType(String name) {
    try {
      return !new EventTypeName(name).value().isEmpty();
    } catch (MeshException _) {
      return false;
    }
  }

  private static String name(ChannelId channel) {
    return Addresses.of(channel).value();
  }
}
