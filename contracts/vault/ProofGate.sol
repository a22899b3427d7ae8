// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketSections} from "../MarketSections.sol";
import {StoredBook} from "../StoredBook.sol";
import {IMarginEngine} from "../interfaces/IMarginEngine.sol";
import {MarginInput, MarketInput, Row} from "../interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../interfaces/IMarketRegistry.sol";
import {Capability} from "../interfaces/IModelRegistry.sol";
import {Shortfall} from "./Shortfall.sol";

/// @title The gate without attesters (W0): the engine contract recomputes what an attestation would state.
abstract contract ProofGate is Shortfall {
    /// @notice Refuses unless the account as it stands meets its initial margin in a usable and calm round.
    /// @param rows The account's. The caller answers for that.
    /// @param tailHint As of `IMarginEngine.margin`.
    function _requireInitialProved(
        bytes32 account,
        Row[] memory rows,
        MarketInput calldata snapshot,
        int128 tailHint
    ) internal view {
        bytes32 given = MarketSections.marketHash(snapshot);
        bytes32 registered = market.exitMarketHash(snapshot.round);
        if (given != registered) revert IMarketRegistry.MarketHashMismatch(given, registered);
        IMarginEngine engine = IMarginEngine(models.requireEngine(_adoptedModel, Capability.SELF_PROOF));
        IMarginEngine.Margin memory margin = engine.margin(
            models,
            _adoptedModel,
            MarginInput(snapshot.observedAt, rows, _balances(account), snapshot.sections),
            tailHint
        );
        int128 equity = StoredBook.equity(margin.markToMarket, _accounts[account].cash);
        if (equity < int256(uint256(margin.initial))) revert InitialMarginNotMet(equity, margin.initial);
    }
}
