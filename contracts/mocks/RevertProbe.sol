// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A contract for the chain client's tests: every way to fail, every shape of argument, a counter and an event.
contract RevertProbe {
    struct Leg {
        bytes32 instrument;
        int64 quantity;
        bytes note;
    }

    /// @notice Emitted by `set`.
    event CountChanged(address indexed caller, uint64 indexed count, int128 delta, string note, Leg[] legs);

    /// @notice Thrown by `failCustom`.
    error InitialMarginNotMet(int128 equity, uint128 required);

    /// @notice Thrown by `failNested`.
    error LegsRefused(Leg[] legs, address caller);

    /// @notice Thrown by `requireFresh` when the block's time has passed `validUntil`.
    error AttestationExpired(uint64 validUntil);

    uint64 public count;
    uint64[] private _items;

    constructor(uint64 start) payable {
        count = start;
    }

    /// @notice Sets the counter and reports the change.
    function set(uint64 newCount, string calldata note, Leg[] calldata legs) external {
        int128 delta = int128(uint128(newCount)) - int128(uint128(count));
        count = newCount;
        emit CountChanged(msg.sender, newCount, delta, note, legs);
    }

    /// @notice Reverts unless the counter holds `expected`.
    function requireCount(uint64 expected) external {
        if (count != expected) revert InitialMarginNotMet(int128(uint128(count)), expected);
        count++;
    }

    /// @notice Reverts once the block's time has passed `validUntil`.
    function requireFresh(uint64 validUntil) external {
        if (block.timestamp > validUntil) revert AttestationExpired(validUntil);
        count++;
    }

    /// @notice Returns its arguments in another order.
    function echo(Leg[] calldata legs, int256[2][] calldata pairs, string calldata text, address account)
        external
        pure
        returns (address, string memory, int256[2][] memory, Leg[] memory)
    {
        return (account, text, pairs, legs);
    }

    /// @notice Reverts with a custom error.
    function failCustom(int128 equity, uint128 required) external pure {
        revert InitialMarginNotMet(equity, required);
    }

    /// @notice Reverts with a custom error that carries an array of structs.
    function failNested(Leg[] calldata legs) external view {
        revert LegsRefused(legs, msg.sender);
    }

    /// @notice Reverts with a sentence.
    function failMessage(string calldata message) external pure {
        revert(message);
    }

    /// @notice Reverts without data.
    function failBare() external pure {
        assembly ("memory-safe") {
            revert(0, 0)
        }
    }

    /// @notice Panics with code 0x01.
    function failAssertion() external pure {
        assert(false);
    }

    /// @notice Panics with code 0x11 when `left < right`.
    function subtract(uint256 left, uint256 right) external pure returns (uint256) {
        return left - right;
    }

    /// @notice Panics with code 0x12 when `right` is zero.
    function divide(uint256 left, uint256 right) external pure returns (uint256) {
        return left / right;
    }

    /// @notice Panics with code 0x32.
    function failIndex() external view returns (uint64) {
        return _items[7];
    }
}
