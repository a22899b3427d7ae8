// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";

/// @title Raw units of the vault and base units of a token.
/// @notice Cash has 6 decimal places and collateral 8, whatever the token's own `decimals` (0 to 18).
library TokenUnits {
    uint8 internal constant MONEY_DECIMALS = 6;
    uint8 internal constant QUANTITY_DECIMALS = 8;
    uint8 internal constant MAX_TOKEN_DECIMALS = 18;

    /// @notice The token amount that equals `raw`; refused when there is none.
    function toToken(uint128 raw, uint8 rawDecimals, uint8 tokenDecimals) internal pure returns (uint256) {
        if (tokenDecimals == rawDecimals) return raw;
        if (tokenDecimals > rawDecimals) return uint256(raw) * 10 ** (tokenDecimals - rawDecimals);
        uint256 unit_ = unit(rawDecimals, tokenDecimals);
        if (raw % unit_ != 0) revert IMarginVaultBase.NotRepresentable(raw);
        return raw / unit_;
    }

    /// @notice floor of a token amount in raw units.
    function toRaw(uint256 amount, uint8 rawDecimals, uint8 tokenDecimals) internal pure returns (uint256) {
        if (tokenDecimals >= rawDecimals) return amount / 10 ** (tokenDecimals - rawDecimals);
        return amount * 10 ** (rawDecimals - tokenDecimals);
    }

    /// @notice The raw amount of the smallest token amount that is a whole raw unit.
    function unit(uint8 rawDecimals, uint8 tokenDecimals) internal pure returns (uint128) {
        return tokenDecimals >= rawDecimals ? 1 : uint128(10) ** (rawDecimals - tokenDecimals);
    }
}
