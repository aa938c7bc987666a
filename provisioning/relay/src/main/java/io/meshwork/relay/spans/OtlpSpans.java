package io.meshwork.relay.spans;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.RegionName;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sends a span for each sampled event of each link to an OTLP receiver: a child of the span that
 * published the event, from its timestamp to the commit at the target. Spans of several hops lie
 * side by side, as no relay changes an event.
 */
public final class OtlpSpans implements HopSpans {
  private static final int ROOM = 8_192;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final AttributeKey<String> LINK = AttributeKey.stringKey("meshwork.link");
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("meshwork.event_type");
  private static final AttributeKey<String> FROM = AttributeKey.stringKey("meshwork.from.broker");
  private static final AttributeKey<String> FROM_CHANNEL =
      AttributeKey.stringKey("meshwork.from.channel");
  private static final AttributeKey<String> TO = AttributeKey.stringKey("meshwork.to.broker");
  private static final AttributeKey<String> TO_CHANNEL =
      AttributeKey.stringKey("meshwork.to.channel");
  private static final AttributeKey<Long> PARTITION = AttributeKey.longKey("meshwork.partition");
  private static final AttributeKey<String> POSITION = AttributeKey.stringKey("meshwork.position");

  private final SpanQueue queue;
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final int bundles;

  private OtlpSpans(SpanQueue queue, Resource resource, int bundles) {
    this.queue = queue;
    this.bundles = bundles;
    this.provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(queue)
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .setResource(resource)
            .build();
    this.tracer = provider.get("io.meshwork.relay");
  }

  /** To where the settings say; without an endpoint to nowhere. */
  public static HopSpans to(SpanSettings settings, RegionName region, UUID instance) {
    URI endpoint = settings.endpoint();
    if (endpoint == null) {
      return OFF;
    }
    var builder =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).setTimeout(PATIENCE);
    settings.headers().forEach(builder::addHeader);
    return to(builder.build(), ROOM, settings, region, instance);
  }

  static HopSpans to(
      SpanExporter exporter, int room, SpanSettings settings, RegionName region, UUID instance) {
    Attributes about =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            settings.service(),
            AttributeKey.stringKey("service.instance.id"),
            instance.toString(),
            AttributeKey.stringKey("meshwork.region"),
            region.value());
    return new OtlpSpans(
        new SpanQueue(exporter, room, PATIENCE),
        Resource.getDefault().merge(Resource.create(about)),
        settings.bundles());
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public int bundles() {
    return bundles;
  }

  @Override
  public void committed(HopSpan hop, long at) {
    ManifestLink link = hop.link();
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            hop.parent().traceId(),
            hop.parent().spanId(),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    Span span =
        tracer
            .spanBuilder("mesh relay " + link.eventType())
            .setParent(Context.root().with(Span.wrap(parent)))
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(Math.min(hop.publishedAt(), hop.readAt()), TimeUnit.MILLISECONDS)
            .setAttribute(LINK, link.id().value())
            .setAttribute(TYPE, link.eventType().value())
            .setAttribute(FROM, link.from().broker().value())
            .setAttribute(FROM_CHANNEL, link.from().channel().value())
            .setAttribute(TO, link.to().broker().value())
            .setAttribute(TO_CHANNEL, link.to().channel().value())
            .setAttribute(PARTITION, (long) hop.partition())
            .setAttribute(POSITION, hop.position())
            .startSpan();
    span.addEvent("read", hop.readAt(), TimeUnit.MILLISECONDS);
    span.end(at, TimeUnit.MILLISECONDS);
  }

  @Override
  public void lost(long spans) {
    queue.lost(spans);
  }

  @Override
  public long dropped() {
    return queue.dropped();
  }

  /** Sends what waits, three seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
