package io.github.dynamosessions.contract;

import io.github.dynamosessions.DynamoSessionOptions;

class ProvisionedTableContractTest extends SessionDataStoreContract {
    ProvisionedTableContractTest() throws Exception {
        super(factory -> {
            factory.setReadCapacityUnits(5);
            factory.setWriteCapacityUnits(5);
        });
    }

    @Override
    void capacity(DynamoSessionOptions.Builder options) {
        options.readCapacityUnits(5).writeCapacityUnits(5);
    }
}
