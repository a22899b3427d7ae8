// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A library with an external function, so that it is linked by address.
library DoublingLibrary {
    /// @notice Twice the argument.
    function double(uint256 argument) external pure returns (uint256) {
        return 2 * argument;
    }
}

/// @title A contract that needs a linked library, for the chain client's tests.
contract LinkedProbe {
    /// @notice Four times the argument, by way of the library.
    function quadruple(uint256 argument) external pure returns (uint256) {
        return DoublingLibrary.double(DoublingLibrary.double(argument));
    }
}
