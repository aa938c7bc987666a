/**
 * Apache Kafka as a transport, complete: settings, blueprint, deployer, source, sinks, reader. Only
 * {@link io.meshwork.transport.kafka.KafkaTransport} is for others.
 */
@NullMarked
package io.meshwork.transport.kafka;

import org.jspecify.annotations.NullMarked;
