// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {ScenarioItem} from "./valuation/ScenarioItem.sol";
import {ScenarioTable} from "./valuation/ScenarioTable.sol";

/// @title The range of every number in the head of a scenario, which the engine takes for granted.
/// @notice Limits and order are those in which verifier/documents/Rows/ScenarioRows.cs reads a head. The words of
/// shocks are left alone: the kernel holds each of their numbers to its range, so that any 64 bits are valued.
library ScenarioRange {
    int256 private constant ONE_Q40 = 1 << 40;

    /// @notice Refuses the first number outside its range.
    /// @param content A set whose counts the registry has compared with its length.
    function check(bytes memory content) internal pure {
        uint256 words;
        assembly ("memory-safe") {
            words := add(content, 0x20)
        }
        ScenarioTable.Data memory set = ScenarioTable.open(words);
        // Places in memory, within the content's length.
        unchecked {
            uint256 end = set.first + set.count * set.stride;
            for (uint256 place = set.first; place < end; place += set.stride) {
                _checkHead((place - words) / 32, uint256(ScenarioItem.word(place)));
            }
        }
    }

    function _checkHead(uint256 word, uint256 head) private pure {
        _requireWithin(word, ScenarioTable.dampeningQ40(head), 0, ONE_Q40);
        _requireWithin(word, ScenarioTable.weight(head), 1, int256(uint256(type(uint32).max)));
        _requireWithin(word, int256(ScenarioTable.column(head)), 0, int256(ScenarioTable.OWN));
        uint256 traits = ScenarioTable.traits(head);
        // Neither, the tail's, or the tail's with residuals.
        bool known = traits <= (ScenarioTable.RESIDUAL | ScenarioTable.TAIL) && traits != ScenarioTable.RESIDUAL;
        if (!known || uint128(head) != 0) revert IModelRegistry.ScenariosMalformed();
    }

    function _requireWithin(uint256 word, int256 number, int256 least, int256 most) private pure {
        if (number < least || number > most) {
            revert IModelRegistry.ScenarioNumberOutOfRange(word, number, least, most);
        }
    }
}
