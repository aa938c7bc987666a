package io.meshwork.transport.memory;

import io.meshwork.model.MeshException;
import io.meshwork.model.TransportName;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.EndpointKind;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Setting;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.TransportError;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reference transport: it can do all that a transport can, to brokers inside this process. */
public final class MemoryTransport implements Transport {
  /** The setting that names the broker. */
  public static final String BROKER = "broker";

  /** The setting that bounds how many channels a plan may ask for. */
  public static final String MAX_CHANNELS = "maxChannels";

  /** The setting that names who connects; absent: the administrator. */
  public static final String PRINCIPAL = "principal";

  /** The setting that refers to the secret. */
  public static final String SECRET = "secret";

  private final MemoryBrokers brokers;
  private final Set<Capability> capabilities;

  /** The installed one, to the brokers of this process. */
  public MemoryTransport() {
    this(MemoryBrokers.ofThisProcess());
  }

  /** With all capabilities, to these brokers. */
  public MemoryTransport(MemoryBrokers brokers) {
    this(brokers, EnumSet.allOf(Capability.class));
  }

  private MemoryTransport(MemoryBrokers brokers, Set<Capability> capabilities) {
    this.brokers = brokers;
    this.capabilities = Collections.unmodifiableSet(capabilities);
  }

  /** The same to the same brokers, under another name, refusing what these capabilities allow. */
  public MemoryTransport without(Capability... missing) {
    Set<Capability> left = EnumSet.noneOf(Capability.class);
    left.addAll(capabilities);
    List.of(missing).forEach(left::remove);
    return new MemoryTransport(brokers, left);
  }

  @Override
  public TransportName name() {
    String missing =
        EnumSet.allOf(Capability.class).stream()
            .filter(each -> !capabilities.contains(each))
            .map(each -> "-" + each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    return new TransportName(missing.isEmpty() ? "memory" : "memory-without" + missing);
  }

  @Override
  public String label() {
    return "Memory";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting(
            BROKER,
            "Broker",
            "The name of a broker inside this process; it begins to exist when first named.",
            Setting.Kind.TEXT,
            List.of(),
            null,
            true),
        new Setting(
            MAX_CHANNELS,
            "Most channels",
            "How many channels the mesh may have on this broker.",
            Setting.Kind.NUMBER,
            List.of(),
            "10000",
            false),
        new Setting(
            PRINCIPAL,
            "Principal",
            "Who connects; leave it out for the administrator.",
            Setting.Kind.TEXT,
            List.of(),
            null,
            false),
        new Setting(
            SECRET,
            "Secret",
            "Where the secret lies that the broker asks for, such as 'env:BROKER_SECRET'.",
            Setting.Kind.SECRET,
            List.of(),
            null,
            false));
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public List<EndpointKind> endpointKinds() {
    return List.of();
  }

  @Override
  public Settings forPrincipal(Settings broker, String principal, String secret) {
    if (!capabilities.contains(Capability.CREDENTIALS)) {
      demand(capabilities, Capability.ACCESS_CONTROL);
    }
    Map<String, String> values = new HashMap<>(broker.values());
    values.put(PRINCIPAL, principal);
    values.put(SECRET, secret);
    return Settings.check(settings(), values);
  }

  @Override
  public Blueprint blueprint(Settings settings) {
    return new MemoryBlueprint(capabilities, settings.number(MAX_CHANNELS));
  }

  @Override
  public Deployer deployer(BrokerAccess access) {
    return new MemoryDeployer(new MemoryConnection(brokers, access), capabilities);
  }

  @Override
  public EventSource source(BrokerAccess access, SourceLimits limits) {
    return new MemorySource(new MemoryConnection(brokers, access), limits, capabilities);
  }

  @Override
  public EventSink sink(BrokerAccess access) {
    return new MemorySink(new MemoryConnection(brokers, access), capabilities);
  }

  @Override
  public SlotLease slots(BrokerAccess access, SlotGroup group, SlotListener listener) {
    demand(capabilities, Capability.TRANSACTIONS);
    return new MemorySlotLease(new MemoryConnection(brokers, access), group, listener);
  }

  @Override
  public SlotSink slotSink(BrokerAccess access, SlotWriter writer) {
    demand(capabilities, Capability.TRANSACTIONS);
    return new MemorySlotSink(new MemoryConnection(brokers, access), writer, capabilities);
  }

  @Override
  public Reader reader(BrokerAccess access) {
    return new MemoryReader(new MemoryConnection(brokers, access), capabilities);
  }

  static void demand(Set<Capability> capabilities, Capability needed) {
    if (!capabilities.contains(needed)) {
      throw new MeshException(
          TransportError.NOT_SUPPORTED,
          "This transport lacks %s; use one that has it.".formatted(needed));
    }
  }
}
