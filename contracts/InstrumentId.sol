// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The 32-byte instrument identifier.
/// @notice version 1 | underlying 8 | quote 6 | settlement 1 | expiry 5 | strike 8 | kind 1 | zero 2, big-endian bytes.
/// Its unsigned order groups underlying, quote, settlement, expiry, strike, call before put.
library InstrumentId {
    /// @notice Thrown when the bytes are not a canonical identifier.
    error InstrumentMalformed(bytes32 instrument);

    uint8 internal constant VERSION = 1;

    /// @notice Largest strike, raw units of 1e-8.
    uint64 internal constant MAX_STRIKE = (uint64(1) << 62) - 1;

    uint8 internal constant SETTLEMENT_NONE = 0;
    uint8 internal constant SETTLEMENT_LINEAR = 1;
    uint8 internal constant SETTLEMENT_INVERSE = 2;

    uint8 internal constant SPOT = 1;
    uint8 internal constant PERPETUAL = 2;
    uint8 internal constant FUTURE = 3;
    uint8 internal constant CALL = 4;
    uint8 internal constant PUT = 5;

    /// @notice The underlying's identifier: its 8 bytes left-aligned.
    function underlying(bytes32 instrument) internal pure returns (bytes32) {
        return bytes32(bytes8(instrument << 8));
    }

    /// @notice The quote asset's identifier: its 6 bytes left-aligned.
    function quote(bytes32 instrument) internal pure returns (bytes32) {
        return bytes32(bytes6(instrument << 72));
    }

    /// @notice 0 none, 1 linear, 2 inverse.
    function settlement(bytes32 instrument) internal pure returns (uint8) {
        return uint8(instrument[15]);
    }

    /// @notice Unix seconds; zero for spot and perpetual.
    function expiry(bytes32 instrument) internal pure returns (uint40) {
        return uint40(uint256(instrument) >> 88);
    }

    /// @notice 1e-8 of the quote; zero unless an option.
    function strike(bytes32 instrument) internal pure returns (uint64) {
        return uint64(uint256(instrument) >> 24);
    }

    /// @notice 1 spot, 2 perpetual, 3 future, 4 call, 5 put.
    function kind(bytes32 instrument) internal pure returns (uint8) {
        return uint8(instrument[29]);
    }

    /// @notice The same instrument with settlement and kind zero: the word that names a volatility row.
    function strikeWord(bytes32 instrument) internal pure returns (bytes32) {
        return bytes32(uint256(instrument) & ~((uint256(0xff) << 128) | (uint256(0xff) << 16)));
    }

    /// @notice Refuses unless the bytes are a canonical identifier of version 1.
    function requireCanonical(bytes32 instrument) internal pure {
        if (!isCanonical(instrument)) revert InstrumentMalformed(instrument);
    }

    /// @notice Whether the bytes are a canonical identifier of version 1.
    function isCanonical(bytes32 instrument) internal pure returns (bool) {
        if (uint8(instrument[0]) != VERSION || uint16(uint256(instrument)) != 0) return false;
        if (!isAscii(underlying(instrument), 8) || !isAscii(quote(instrument), 6)) return false;
        uint8 kind_ = kind(instrument);
        if (kind_ < SPOT || kind_ > PUT) return false;
        uint8 settlement_ = settlement(instrument);
        if (kind_ == SPOT ? settlement_ != SETTLEMENT_NONE : settlement_ == SETTLEMENT_NONE) return false;
        if (settlement_ > SETTLEMENT_INVERSE) return false;
        // A coin that settles is an asset, and an asset has six letters.
        if (settlement_ == SETTLEMENT_INVERSE && !isAscii(underlying(instrument), 6)) return false;
        if ((expiry(instrument) != 0) != (kind_ >= FUTURE)) return false;
        uint64 strike_ = strike(instrument);
        return (strike_ != 0) == (kind_ >= CALL) && strike_ <= MAX_STRIKE;
    }

    /// @notice Whether the word is 1 to `width` letters A-Z or digits, left-aligned, then zeros.
    function isAscii(bytes32 text, uint256 width) internal pure returns (bool) {
        if (text[0] == 0 || uint256(text) << (8 * width) != 0) return false;
        bool ended = false;
        for (uint256 i = 0; i < width; ++i) {
            bytes1 letter = text[i];
            if (letter == 0) {
                ended = true;
            } else if (ended || !((letter >= "A" && letter <= "Z") || (letter >= "0" && letter <= "9"))) {
                return false;
            }
        }
        return true;
    }
}
