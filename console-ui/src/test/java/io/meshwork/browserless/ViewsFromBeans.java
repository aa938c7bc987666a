package io.meshwork.browserless;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.di.InstantiatorFactory;
import com.vaadin.flow.server.VaadinService;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/**
 * Lets a server's beans build views, as they do in production. It stands outside the packages in
 * which a server looks for such classes, so that only view tests use it.
 */
public class ViewsFromBeans implements InstantiatorFactory {
  private static volatile Supplier<AutowireCapableBeanFactory> source;

  /** From where beans come. */
  public static void use(Supplier<AutowireCapableBeanFactory> beans) {
    source = beans;
  }

  @Override
  public Instantiator createInstantitor(VaadinService service) {
    return new DefaultInstantiator(service) {
      @Override
      public <T> T getOrCreate(Class<T> type) {
        return create(type);
      }

      @Override
      public <T extends Component> T createComponent(Class<T> type) {
        return create(type);
      }

      private <T> T create(Class<T> type) {
        return type.getName().startsWith("io.meshwork.")
            ? source.get().createBean(type)
            : super.getOrCreate(type);
      }
    };
  }
}
