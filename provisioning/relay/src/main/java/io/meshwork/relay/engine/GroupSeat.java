package io.meshwork.relay.engine;

import java.time.Clock;

/**
 * What a lane is given by its group.
 *
 * @param lanes how many lanes this relay may come to run, for fair shares of memory
 */
record GroupSeat(
    BrokerPair.Opened pair, EngineSettings settings, ByteBudget budget, Clock clock, int lanes) {}
