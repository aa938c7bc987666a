package io.meshwork.transport.memory;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.tck.ForeignClient;
import io.meshwork.transport.tck.TransportFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A fresh broker, and one that is away. */
final class MemoryFixture implements TransportFixture {
  private static final InstallationId US = new InstallationId(new UUID(0, 1));

  private final MemoryBrokers brokers = new MemoryBrokers(Clock.systemUTC());
  private final MemoryBroker broker = brokers.broker("one");
  private final MemoryTransport transport;

  MemoryFixture(Capability... missing) {
    transport = new MemoryTransport(brokers).without(missing);
    broker.sessionTimeout(Duration.ofSeconds(1));
    brokers.broker("away").faults().away();
  }

  MemoryBroker broker() {
    return broker;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public BrokerAccess access() {
    return access(Map.of("broker", "one"), "");
  }

  @Override
  public BrokerAccess unreachable() {
    return access(Map.of("broker", "away"), "");
  }

  BrokerAccess accessAs(Credential credential) {
    return access(
        Map.of("broker", "one", "principal", credential.principal(), "secret", "env:SECRET"),
        credential.secret());
  }

  BrokerAccess access(Map<String, String> settings, String secret) {
    return new BrokerAccess(
        new BrokerName("one"),
        Settings.check(transport.settings(), settings),
        US,
        reference -> secret);
  }

  @Override
  public Credential principal(String name) {
    Credential credential = new Credential(name, UUID.randomUUID().toString());
    broker.foreigner().createPrincipal(name, credential.secret());
    return credential;
  }

  @Override
  public ForeignClient foreigner() {
    return new Foreigner();
  }

  private final class Foreigner implements ForeignClient {
    private final MemoryForeigner hand = broker.foreigner();

    @Override
    public void createChannel(ChannelAddress channel, int partitions) {
      hand.createTopic(channel, partitions);
    }

    @Override
    public void deleteChannel(ChannelAddress channel) {
      hand.deleteTopic(channel);
    }

    @Override
    public void changeRetention(ChannelAddress channel, Duration retention) {
      hand.changeRetention(channel, retention);
    }

    @Override
    public void publish(ChannelAddress channel, int partition, List<Event> events) {
      hand.publish(channel, partition, events);
    }

    @Override
    public void publishAborted(ChannelAddress channel, int partition, List<Event> events) {
      hand.publishAborted(channel, partition, events);
    }

    @Override
    public void expire(ChannelAddress channel, int partition, int events) {
      hand.expire(channel, partition, events);
    }

    @Override
    public void consume(ChannelAddress channel, String group, int events) {
      hand.consume(channel, group, events);
    }

    @Override
    public void createPrincipal(String principal) {
      principal(principal);
    }

    @Override
    public boolean canPublish(Credential principal, ChannelAddress channel) {
      Event event = new Event(null, new byte[0], List.of(), 0);
      return isLetIn(
          () ->
              transport
                  .sink(accessAs(principal))
                  .write(List.of(new Outgoing(channel, null, event))));
    }

    @Override
    public boolean canConsume(Credential principal, ChannelAddress channel, String group) {
      return isLetIn(() -> hand.consumeAs(principal.principal(), channel, group, 1));
    }

    private boolean isLetIn(Runnable call) {
      try {
        call.run();
        return true;
      } catch (MeshException e) {
        if (e.code() == TransportError.NOT_AUTHORIZED) {
          return false;
        }
        throw e;
      }
    }
  }
}
