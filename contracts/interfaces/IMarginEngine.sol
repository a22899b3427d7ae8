// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarginInput, Row, Witness, WitnessKind} from "./IMarginTypes.sol";
import {IModelRegistry} from "./IModelRegistry.sol";

/// @title The on-chain engine that a ModelRegistry pins: it recomputes the engine's bits.
/// @notice Total for every listed instrument: valuation clamps and never reverts on a price (rule C4). Parameters and
/// scenarios are read from the registry's code storage by the model's identity. Only the rule `portfolio` with joint
/// scenarios is recomputed (profiles portfolio and portfolio-scan); every other model is `ProfileNotEnforceable`.
/// @dev Warning: nothing here checks whose rows, balances or sections these are, nor whether the model is active: the
/// caller compares hashes with its own records and asks the registry (`requireEngine`). A section that is left out
/// counts as a market that does not list its underlying. Amounts are raw units of the model's settlement currency.
interface IMarginEngine {
    /// @notice Losses of the scenarios, each at least zero.
    struct Losses {
        /// Over the scan's scenarios.
        uint128 worst;
        /// Over the tail's; zero for a model that measures no tail.
        uint128 valueAtRisk;
        uint128 expectedShortfall;
    }

    /// @notice What the requirements need beside the scenarios' losses.
    struct AddOns {
        /// The forward contingency: a loss that binds where it is the largest.
        uint128 basis;
        /// What a lost peg adds to the initial multiplier, scale 2^40.
        uint128 pegMultiplierQ40;
        /// Amounts that depend on no scenario: sizes, confidence, haircuts, concentration.
        uint128 initial;
        uint128 maintenance;
    }

    /// @notice One account's margin.
    struct Margin {
        /// Value of collateral, options, spot and unsettled profit less funding: equity without cash.
        int128 markToMarket;
        Losses losses;
        uint128 initial;
        uint128 maintenance;
    }

    /// @notice Thrown when no section lists the instrument's underlying or expiry.
    error MissingSection(bytes32 instrument);

    /// @notice Thrown when the instrument's expiry lists no volatility for its strike.
    error VolatilityMissing(bytes32 instrument);

    /// @notice Thrown when a section's length is not that of its counts, or a list of totals is not that of the set.
    error MalformedPreimage(uint8 section);

    /// @notice Thrown when a row's instrument is not above the one before.
    error UnsortedRows(uint256 index);

    /// @notice Thrown when a book has more rows than one transaction can witness.
    error TooManyRows(uint256 count);

    /// @notice Thrown when a scenario's index, or the end of a range, exceeds the set.
    error ScenarioOutOfRange(uint256 scenario, uint256 count);

    /// @notice Thrown when a hint is not the totals' value at risk.
    error TailHintMismatch();

    /// @notice Thrown when a witness's scenario is not above the one before.
    error UnsortedWitness(uint256 index);

    /// @notice Thrown when the model's requirement does not follow from such a witness.
    error WitnessNotSupported(WitnessKind kind);

    /// @notice Thrown when a witness names a scenario that its measure does not read.
    error ScenarioNotMeasured(uint256 scenario);

    /// @notice Thrown when a witness's scenarios weigh less than the tail.
    error WitnessTooLight(uint256 weight, uint256 required);

    /// @notice Thrown when an instrument settles in another currency than the account.
    error SettlementMixed(bytes32 instrument);

    /// @notice The instrument's mark, 1e-8 of its quote for one unit of its underlying; 1e-8 of the coin when it
    /// settles in the coin. Today's value as the engine computes it: spot, perpetual, forward, or Black-76 at the
    /// listed volatility.
    /// @param observedAt The snapshot's time: time to expiry counts from here.
    /// @param sections All sections of the snapshot in order, as registered; section 0 holds the assets.
    function mark(bytes32 instrument, uint64 observedAt, bytes[] calldata sections) external pure returns (int64);

    /// @notice Value of collateral, options, spot and unsettled profit less funding: equity is this and cash, brought
    /// into the range of money.
    function baseValue(
        IModelRegistry models,
        bytes32 modelId,
        MarginInput calldata input
    ) external view returns (int128 markToMarket);

    /// @notice The account's profit or loss in one scenario.
    function scenarioTotal(
        IModelRegistry models,
        bytes32 modelId,
        uint16 scenario,
        MarginInput calldata input
    ) external view returns (int128);

    /// @notice Profit or loss in the scenarios `from` to `to`, the last left out: rows and sections are read once.
    function scenarioTotals(
        IModelRegistry models,
        bytes32 modelId,
        uint16 from,
        uint16 to,
        MarginInput calldata input
    ) external view returns (int128[] memory);

    /// @notice The forward contingency, the lost peg, and the amounts that depend on no scenario.
    function addOns(
        IModelRegistry models,
        bytes32 modelId,
        MarginInput calldata input
    ) external view returns (AddOns memory);

    /// @notice Worst loss, value at risk and expected shortfall of all totals. Nothing is sorted.
    /// @param totals int128 of every scenario in order, 16 bytes each, as in the preimage of totalsHash; that of an odd
    /// number ends with 16 zero bytes.
    /// @param tailHint Value at risk as a loss; negative where the tail gains. Checked: `TailHintMismatch`. A model
    /// without a tail measure does not read it.
    function measures(
        IModelRegistry models,
        bytes32 modelId,
        bytes calldata totals,
        int128 tailHint
    ) external view returns (Losses memory);

    /// @notice The two requirements of measured losses and add-ons.
    function requirement(
        IModelRegistry models,
        bytes32 modelId,
        Losses calldata losses,
        AddOns calldata addOns_
    ) external view returns (uint128 initial, uint128 maintenance);

    /// @notice Everything at once: all totals, add-ons, measures and requirements in one pass over the rows.
    /// @param tailHint As in `measures`.
    function margin(
        IModelRegistry models,
        bytes32 modelId,
        MarginInput calldata input,
        int128 tailHint
    ) external view returns (Margin memory);

    /// @notice Value, exactly, and a lower bound of maintenance margin from some scenarios: maintenance margin of the
    /// account is never less.
    /// @dev Terms that only raise the requirement may be left out (rule W-B): a witness of scenarios leaves out the
    /// forward contingency, one of kind Basis the scenarios.
    function witnessedMaintenance(
        IModelRegistry models,
        bytes32 modelId,
        Witness calldata witness,
        MarginInput calldata input
    ) external view returns (int128 markToMarket, uint128 lowerBound);

    /// @notice The margin of the escape (rule E3), which needs spots only, in micro-units.
    /// @param spots The reference price of each row's underlying, 1e-8, as many as rows.
    /// @return value What the rows are worth, options and spot that are held as nothing.
    /// @return margin_ What value and cash must reach.
    function standardMargin(
        Row[] calldata rows,
        int64[] calldata spots
    ) external pure returns (int128 value, uint128 margin_);
}
