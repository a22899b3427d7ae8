// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ModelParameters} from "./ModelParameters.sol";
import {ScenarioTable} from "./ScenarioTable.sol";

/// @notice What a valuation reads and writes, in memory.
struct Valuation {
    ModelParameters.Data model;
    ScenarioTable.Data scenarios;
    /// The snapshot's time: time to expiry counts from here.
    uint256 observedAt;
    /// Whether the forward contingency is wanted: two more cells an option.
    bool withBasis;
    /// Whether the add-ons' sizes are.
    bool withSizes;
    /// Where the first row and the end of the rows stand in calldata.
    uint256 firstRow;
    uint256 endRow;
    /// Memory of the items (ScenarioItem): the scenarios, forwards up and down, today.
    uint256 items;
    uint256 scenarioEnd;
    uint256 end;
    /// The item whose sum is today's: the last, or a scenario that moves nothing.
    uint256 todayItem;
    /// Where the items end that an option has a cell in.
    uint256 sweepEnd;
    /// Whether the items' factors are those of a forward of which nothing is fixed.
    bool movesWithSpot;
    /// Memory of the volatility columns, and bits of those in use.
    uint256 columns;
    uint256 usedColumns;
    /// A column of one item, for a cell that is wanted by itself.
    uint256 probe;
    bool hasResidual;
    /// Today's value of everything but cash, of all options, and of unsettled profit.
    int256 value;
    int256 optionValue;
    int256 unrealised;
    int256 basis;
    /// Least trust in the spot of any underlying held.
    int256 spotConfidenceQ40;
    /// Whether any row is spot.
    bool holdsSpot;
    /// Bits of the risk-cancelling balances that have been added.
    uint256 taken;
    UnderlyingTerms underlying;
    ExpiryTerms group;
    Sizes sizes;
}

/// @notice What is left of a valuation for measures and requirements.
struct Outcome {
    int256[] totals;
    /// Today's value of the rows, and of all options and of unsettled profit among it.
    int256 value;
    int256 optionValue;
    int256 unrealised;
    int256 basis;
    int256 spotConfidenceQ40;
    /// Whether any row is spot, which counts as collateral.
    bool holdsSpot;
    int256 perpetual;
    int256 nakedShort;
    int256 confidence;
    int256 concentratedInitial;
    int256 concentratedMaintenance;
}

/// @notice Risk-cancelling collateral, which moves as a spot row of its underlying; zero for any other.
struct Cancelling {
    bytes32 underlying;
    int256 value;
}

/// @notice What the rows of one underlying share.
struct UnderlyingTerms {
    bytes32 id;
    /// Place of its section in calldata; zero when the snapshot does not list it.
    uint256 section;
    int256 spot;
    int256 spotConfidenceQ40;
    /// The place of its word in a scenario, in bytes; zero when the set does not shock it.
    uint256 shock;
    /// Whether today's volatility is read, and is not listed.
    bool needsToday;
}

/// @notice What the rows of one group (underlying, quote, settlement, expiry) share.
struct ExpiryTerms {
    /// Bytes 1 to 20 of its instruments.
    uint256 key;
    uint256 expiry;
    bool isPerpetual;
    bool isCoin;
    /// Whether the market lists the group and the scenarios shock it.
    bool known;
    bool isSettled;
    /// Whether the market lists volatilities by strike, and time is left.
    bool isListed;
    /// Whether a held option has been added.
    bool hasOptions;
    int256 forward;
    int256 settledPart;
    int256 sqrtTauQ46;
    int256 scenarioSqrtTauQ46;
    int256 tauYearsQ46;
    int256 rate;
    int256 discountQ40;
    int256 termScaleQ40;
    int256 confidenceQ40;
    /// What the rotated smiles of its options share: both caps of the skew, its width.
    int256 linearCapQ40;
    int256 absoluteCapQ40;
    int256 skewWidthQ40;
    /// Place of the expiry's rows in its section, in words; in calldata its strike rows and their end, zero
    /// when it has a smile instead.
    uint256 expiryWord;
    uint256 strikeRow;
    uint256 strikesEnd;
    /// Its sizes: all instruments, and naked shorts.
    int256 gross;
    int256 naked;
}

/// @notice Sizes at spot, as money, and of the underlying in hand what futures would move as much.
struct Sizes {
    int256 perpetual;
    int256 nakedShort;
    int256 confidence;
    int256 concentratedInitial;
    int256 concentratedMaintenance;
    int256 deltaSize;
    /// Settlement and spot of the underlying's first group, which its concentration is judged by.
    bool firstIsCoin;
    int256 firstSpot;
}
