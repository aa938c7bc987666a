package io.meshwork.transport.eventbridge.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One account and region of AWS on the loopback: EventBridge and SQS over their JSON protocols,
 * with their limits. Requests with members that nobody reads are refused, and so is what AWS
 * refuses; {@link #faults} makes the rest of a bad day. Any thread.
 */
public final class AwsFake implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String EVENTS = "AWSEvents.";
  private static final String QUEUES = "AmazonSQS.";

  private final Clock clock;
  private final AwsFaults faults = new AwsFaults();
  private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final FakeBuses buses;
  private final FakeQueues queues;
  private final FakeDelivery delivery;

  /** Starts on a free port; visibility, settling and rates go by the clock. */
  public AwsFake(Clock clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FakePlace place = new FakePlace("eu-west-1", "123456789012");
    buses = new FakeBuses(clock, faults, place.arns("events"));
    queues =
        new FakeQueues(clock, faults, endpoint() + "/" + place.account() + "/", place.arns("sqs"));
    delivery = new FakeDelivery(clock, faults, buses, queues, place);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where clients connect. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What goes wrong from now on. */
  public AwsFaults faults() {
    return faults;
  }

  /** How often an operation was asked for, throttled requests included. */
  public long calls(String operation) {
    AtomicLong count = calls.get(operation);
    return count == null ? 0 : count.get();
  }

  /** The operations that were asked for. */
  public List<String> operations() {
    return calls.keySet().stream().sorted().toList();
  }

  /** Events that targets other than queues got, such as functions, as text. */
  public List<String> invocations(String target) {
    return delivery.invocations().stream()
        .filter(each -> each.target().equals(target))
        .map(FakeDelivery.Invocation::event)
        .toList();
  }

  /** Events that nobody got: no such bus, or a queue that refuses and no dead-letter queue. */
  public long lost() {
    return delivery.lost();
  }

  /** How many bytes a request of entries may have: 262,144 at first. */
  public void takeRequestsOf(int bytes) {
    delivery.takeRequestsOf(bytes);
  }

  /** A rule that a service of AWS made and keeps. */
  public void addManagedRule(String bus, String name, String service) {
    buses.addManagedRule(bus, name, service);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    byte[] body;
    int status = 200;
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      try {
        body = MAPPER.writeValueAsBytes(handled(target, request));
      } catch (AwsFault e) {
        status = e.status();
        body = MAPPER.writeValueAsBytes(error(e));
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.getResponseHeaders().add("x-amzn-RequestId", "0");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static ObjectNode error(AwsFault fault) {
    return MAPPER.createObjectNode().put("__type", fault.code()).put("message", fault.text());
  }

  private ObjectNode handled(String target, byte[] request) {
    String operation = target.substring(target.indexOf('.') + 1);
    calls.computeIfAbsent(operation, o -> new AtomicLong()).incrementAndGet();
    faults.check(operation, TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    LockSupport.parkNanos(faults.slow().toNanos());
    Input input;
    try {
      input = new Input(MAPPER.readTree(new String(request, StandardCharsets.UTF_8)));
    } catch (JacksonException e) {
      throw new AwsFault("SerializationException", "The request is not JSON.");
    }
    if (target.equals(EVENTS + "PutEvents")) {
      return delivery.put(input);
    }
    if (target.startsWith(EVENTS)) {
      return buses.handle(operation, input);
    }
    if (target.startsWith(QUEUES)) {
      return queues.handle(operation, input);
    }
    throw new AwsFault("UnknownOperationException", 404, target);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
