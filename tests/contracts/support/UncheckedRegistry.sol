// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CodeStorage} from "../../../contracts/CodeStorage.sol";

/// @title A registry that holds any rows as a model's: who asks the engine names the registry.
contract UncheckedRegistry {
    address[] private _parameterChunks;
    address[] private _scenarioChunks;

    function hold(bytes calldata parameters, bytes calldata scenarios) external {
        _parameterChunks.push(CodeStorage.write(parameters));
        _scenarioChunks.push(CodeStorage.write(scenarios));
    }

    function chunks(bytes32) external view returns (address[] memory, address[] memory) {
        return (_parameterChunks, _scenarioChunks);
    }
}
