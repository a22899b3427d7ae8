// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InstrumentId} from "../InstrumentId.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";

/// @title An engine that only marks, and simply, for tests of the vault.
/// @notice Perpetuals and futures at the price of the perpetual's row, every option at OPTION_MARK.
contract FixedPriceEngine {
    int64 public constant OPTION_MARK = 2_000e8;

    /// @notice As IMarginEngine.mark.
    function mark(bytes32 instrument, uint64, bytes[] calldata sections) external pure returns (int64) {
        for (uint256 i = 1; i < sections.length; ++i) {
            (, , bytes32 underlying, , , bytes32 perpetual) = abi.decode(
                sections[i],
                (bytes32, bytes32, bytes32, bytes32, bytes32, bytes32)
            );
            if (underlying != InstrumentId.underlying(instrument)) continue;
            uint8 kind = InstrumentId.kind(instrument);
            bool option = kind == InstrumentId.CALL || kind == InstrumentId.PUT;
            return option ? OPTION_MARK : int64(uint64(uint256(perpetual) >> 192));
        }
        revert IMarginEngine.MissingSection(instrument);
    }
}
