// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CodeStorage} from "../CodeStorage.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";

/// @title A scenario set in memory, as the registry stores it: tag, counts, factors, then each scenario's head word
/// and one word a factor. The registry has compared the counts with the length.
library ScenarioTable {
    struct Data {
        /// Memory of the tag.
        uint256 words;
        uint256 count;
        uint256 factors;
        /// Memory of the first scenario.
        uint256 first;
        /// Bytes of a scenario.
        uint256 stride;
    }

    /// @notice Volatility columns; the numbers are those of the canonical row.
    uint256 internal constant NONE = 0;
    uint256 internal constant UP = 1;
    uint256 internal constant DOWN = 2;
    uint256 internal constant LINEAR_SKEW = 3;
    uint256 internal constant ABSOLUTE_SKEW = 4;
    uint256 internal constant OWN = 5;

    uint256 internal constant RESIDUAL = 1;
    uint256 internal constant TAIL = 2;

    /// @notice The set that the chunks hold.
    function load(address[] memory chunks) internal view returns (Data memory data) {
        bytes memory content = CodeStorage.read(chunks);
        if (content.length < 96) revert IModelRegistry.ScenariosMalformed();
        uint256 words;
        assembly ("memory-safe") {
            words := add(content, 0x20)
        }
        return open(words);
    }

    /// @notice A set that stands in memory.
    function open(uint256 words) internal pure returns (Data memory data) {
        unchecked {
            data.words = words;
            data.count = uint256(_load(words + 0x20));
            data.factors = uint256(_load(words + 0x40));
            data.first = words + 0x60 + 0x20 * data.factors;
            data.stride = 0x20 + 0x20 * data.factors;
        }
    }

    /// @notice A set in calldata, copied to memory.
    function copy(bytes calldata content) internal pure returns (Data memory) {
        uint256 words;
        // Allocates the words and moves the free-memory pointer past them.
        assembly ("memory-safe") {
            words := mload(0x40)
            calldatacopy(words, content.offset, content.length)
            mstore(0x40, add(words, content.length))
        }
        return open(words);
    }

    /// @notice The set of the scenarios from one to before another, in the same form.
    function range(Data memory data, uint256 from, uint256 to) internal pure returns (bytes memory content) {
        unchecked {
            uint256 headSize = data.first - data.words;
            uint256 size = (to - from) * data.stride;
            content = new bytes(headSize + size);
            (uint256 words, uint256 first) = (data.words, data.first + from * data.stride);
            // Copies within the set, as `select` does.
            assembly ("memory-safe") {
                mcopy(add(content, 0x20), words, headSize)
                mstore(add(content, 0x40), sub(to, from))
                mcopy(add(add(content, 0x20), headSize), first, size)
            }
        }
    }

    /// @notice The set of some of the scenarios, in the same form.
    function select(Data memory data, uint256[] memory selected) internal pure returns (bytes memory content) {
        unchecked {
            uint256 headSize = data.first - data.words;
            content = new bytes(headSize + selected.length * data.stride);
            (uint256 words, uint256 stride) = (data.words, data.stride);
            // Copies within the set, whose length the registry has compared with its counts, to the allocated bytes.
            assembly ("memory-safe") {
                mcopy(add(content, 0x20), words, headSize)
                mstore(add(content, 0x40), mload(selected))
            }
            for (uint256 i = 0; i < selected.length; ++i) {
                uint256 from = data.first + selected[i] * stride;
                uint256 offset = headSize + i * stride;
                assembly ("memory-safe") {
                    mcopy(add(add(content, 0x20), offset), from, stride)
                }
            }
        }
    }

    /// @notice The place of an underlying's word in each scenario, in bytes; zero when the set does not shock it. The
    /// word is int64 spot factor or residual (scale 2^40) | int64 volatility factor (scale 2^40) | int64 rate shift
    /// (1e-12) | 0.
    function shockOf(Data memory data, bytes32 underlying) internal pure returns (uint256) {
        unchecked {
            for (uint256 i = 0; i < data.factors; ++i) {
                if (_load(data.words + 0x60 + 0x20 * i) == underlying) return 0x20 + 0x20 * i;
            }
            return 0;
        }
    }

    /// @notice uint64 dampening (scale 2^40) | uint32 weight | uint16 column | uint16 traits | 0.
    function head(Data memory data, uint256 scenario) internal pure returns (uint256) {
        unchecked {
            return uint256(_load(data.first + scenario * data.stride));
        }
    }

    function dampeningQ40(uint256 head_) internal pure returns (int256) {
        return int256(head_ >> 192);
    }

    function weight(uint256 head_) internal pure returns (int256) {
        return int256((head_ >> 160) & 0xffffffff);
    }

    function column(uint256 head_) internal pure returns (uint256) {
        return (head_ >> 144) & 0xffff;
    }

    function traits(uint256 head_) internal pure returns (uint256) {
        return (head_ >> 128) & 0xffff;
    }

    /// @notice Whether its spot moves are residuals, which today's volatility turns into factors.
    function isResidual(uint256 head_) internal pure returns (bool) {
        return (head_ >> 128) & RESIDUAL != 0;
    }

    /// @notice Whether the tail measures read it, and not the scan.
    function isTail(uint256 head_) internal pure returns (bool) {
        return (head_ >> 128) & TAIL != 0;
    }

    /// @notice Whether it rotates the smile.
    function isRotation(uint256 head_) internal pure returns (bool) {
        // The two columns follow each other; a lower one wraps around.
        unchecked {
            return column(head_) - LINEAR_SKEW <= ABSOLUTE_SKEW - LINEAR_SKEW;
        }
    }

    /// @notice Whether scan and tail measures read different scenarios; a set without either gives both all.
    function isSplit(Data memory data) internal pure returns (bool) {
        unchecked {
            uint256 tails = 0;
            (uint256 place, uint256 end, uint256 stride) = (
                data.first,
                data.first + data.count * data.stride,
                data.stride
            );
            assembly ("memory-safe") {
                for {} lt(place, end) {
                    place := add(place, stride)
                } {
                    tails := add(tails, and(shr(129, mload(place)), 1))
                }
            }
            return tails != 0 && tails != data.count;
        }
    }

    function _load(uint256 place) private pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(place)
        }
    }
}
