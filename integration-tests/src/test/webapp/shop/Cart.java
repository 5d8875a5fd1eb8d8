package shop;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a session holds: a class of the web application, in a class of the JDK, in another one of its own. */
public final class Cart implements Serializable {

    private static final long serialVersionUID = 1;

    private final List<Item> items = new ArrayList<>();

    void add(String name) {
        items.add(new Item(name));
    }

    @Override
    public String toString() {
        return items.toString();
    }

    private static final class Item implements Serializable {

        private static final long serialVersionUID = 1;

        private final String name;

        Item(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
