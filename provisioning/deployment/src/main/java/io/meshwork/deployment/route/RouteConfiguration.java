package io.meshwork.deployment.route;

import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.plan.StoredPlans;
import io.meshwork.planner.Planner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {
  @Bean
  Routes routes(Catalog catalog, StoredPlans plans, PlanComputer computer, Planner planner) {
    return new DrawnRoutes(catalog, plans, computer, planner);
  }
}
