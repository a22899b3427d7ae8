// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// The types that cross a contract boundary. Money is int128 or uint128 in micro-units of the settlement currency, time
// is uint64 Unix seconds, a fraction is uint32 in millionths. Every hash is keccak256 over 32-byte words, the first of
// which is a tag of `MarginTags`; `engine/README.md` and the C# encoder use the same words.

/// @notice What an attestation may be used for.
enum Purpose {
    None,
    Withdraw,
    Liquidate,
    Report,
    Trade,
    Reduce
}

/// @notice Where an account stands in the vault.
enum AccountState {
    None,
    Active,
    Auction,
    Insolvent
}

/// @notice One position: an instrument identifier and
/// int64 quantity (1e-8) | int64 entryPrice (1e-8) | int64 fundingIndex (1e-12) | uint64 0, most significant first.
struct Row {
    bytes32 instrument;
    bytes32 packed;
}

/// @notice A collateral balance.
struct Balance {
    bytes32 asset;
    /// 1e-8 of the asset.
    uint128 amount;
}

/// @notice What an account is valued from. The caller answers for every member: that rows and balances are the
/// account's, and that the sections are those of a registered snapshot of that time, all of them, in order.
struct MarginInput {
    /// The snapshot's time: time to expiry counts from here.
    uint64 observedAt;
    /// Strictly ascending by instrument.
    Row[] rows;
    Balance[] collateral;
    /// Section 0 holds the assets.
    bytes[] sections;
}

/// @notice A registered snapshot as its user shows it: hashed, it must be the round's.
struct MarketInput {
    uint64 round;
    /// The time of its oldest row.
    uint64 observedAt;
    /// All of them in order; section 0 holds the assets.
    bytes[] sections;
}

/// @notice What proves a lower bound of a maintenance margin.
enum WitnessKind {
    /// Scenarios of the scan: one suffices.
    Joint,
    /// Scenarios of the tail with at least its mass: expected shortfall.
    Tail,
    /// Scenarios of the tail with at least its mass: value at risk.
    Count,
    /// No scenario: the forward contingency.
    Basis,
    /// Scenarios of the scan, without what the model adds for size (perpetuals, naked shorts, concentration): the
    /// cheapest proof of a breach that needs none of it.
    Unsized
}

/// @notice Which scenarios prove a breach.
struct Witness {
    WitnessKind kind;
    /// Strictly ascending indices into the model's scenario set.
    uint16[] index;
}

/// @notice A payment out of an account. Its `abi.encode` is hashed into an attestation's `actionHash`.
struct WithdrawRequest {
    bytes32 account;
    /// Index into the vault's append-only asset table; 0 is the cash asset.
    uint8 asset;
    /// Raw units of the asset: micro-units of cash, or 1e-8 of a collateral asset.
    uint128 amount;
    address recipient;
}

/// @notice An owner's limit order, signed with EIP-712 in the domain `VerifiableMarginVault` / 1 / chain / vault.
struct Order {
    bytes32 account;
    /// Who may clear it; zero means anyone.
    address operator;
    bytes32 instrument;
    bool buy;
    uint64 maxQuantity;
    int64 limitPrice;
    uint128 maxFee;
    uint64 nonce;
    uint64 deadline;
}

/// @notice A match between two orders of one batch, by their positions in it.
struct Fill {
    uint16 buyOrder;
    uint16 sellOrder;
    uint64 quantity;
    int64 price;
}

/// @notice What k of n attesters sign about one account: EIP-712, domain `VerifiableMargin` / 1 / chain /
/// MarginVerifier, the members in this order, `purpose` as uint8.
struct Attestation {
    /// The contract that may use it.
    address consumer;
    bytes32 account;
    /// The account's sequence number before the action; Withdraw, Trade and Reduce consume it.
    uint64 sequence;
    bytes32 priorBookHash;
    /// Book and cash after the action. Liquidate and Report have no action: the book is the prior one.
    bytes32 bookHash;
    int128 cash;
    /// The request or the orders that the attesters saw; zero for Liquidate and Report.
    bytes32 actionHash;
    bytes32 engineId;
    bytes32 parametersHash;
    bytes32 scenarioHash;
    uint64 round;
    bytes32 marketHash;
    bytes32 totalsHash;
    int128 equity;
    uint128 initialMargin;
    uint128 maintenanceMargin;
    uint128 valueAtRisk;
    uint128 expectedShortfall;
    /// Reduce only, zero otherwise: mark to market less initial margin before the action, without cash.
    int128 priorExcess;
    bytes32 bundleHash;
    uint64 validUntil;
    uint64 blockNumber;
    bytes32 blockHash;
    uint64 epoch;
    Purpose purpose;
}

/// @notice What an attestation has to be about. Amounts are micro-units.
struct Subject {
    /// Withdraw, Trade, Reduce or Liquidate.
    Purpose purpose;
    bytes32 account;
    /// Before the action.
    uint64 sequence;
    bytes32 priorBookHash;
    /// After the action; for a liquidation, which has none, the prior one.
    bytes32 bookHash;
    /// Before the action; only Reduce reads it.
    int128 priorCash;
    /// After the action.
    int128 cash;
    /// Zero for a liquidation.
    bytes32 actionHash;
}

/// @notice An instant withdrawal in cash: the request, and what its attestation says that the vault does not know. The
/// vault writes every other member of the attestation itself, so that those agree by construction. Packed words, the
/// first part most significant: with the quorum 708 bytes of calldata for 3 of 5, against 1,540 of a WithdrawRequest,
/// an Attestation and Signatures.
struct CashExit {
    /// address recipient | uint96 subaccount of the caller.
    bytes32 payee;
    /// uint64 sequence | uint64 round | uint64 validUntil | uint64 blockNumber.
    bytes32 bounds;
    /// uint128 amount | int128 cash.
    bytes32 payment;
    /// int128 equity | uint128 initialMargin.
    bytes32 requirement;
    /// uint128 maintenanceMargin | uint128 valueAtRisk.
    bytes32 measures;
    /// uint128 expectedShortfall | uint64 epoch | uint64 bitmap of the signers.
    bytes32 committee;
    bytes32 totalsHash;
    bytes32 bundleHash;
    bytes32 engineId;
    bytes32 parametersHash;
    bytes32 scenarioHash;
    /// `IMarginVerifier.epochTerms`; other terms only cost gas.
    bytes32 epochTerms;
}

/// @notice Exactly k signatures of an epoch's committee. The i-th entry of `r` and `vs` (EIP-2098, low s) belongs to
/// the i-th set bit of `bitmap`, counted from bit 0; bit j stands for `signers[j]`, the whole set in its registered
/// order.
struct Signatures {
    uint256 bitmap;
    bytes32[] r;
    bytes32[] vs;
    address[] signers;
}

/// @notice The header that is signed once for many attestations: EIP-712, the members in this order, `purpose` as
/// uint8.
struct Batch {
    bytes32 root;
    uint32 count;
    uint8 depth;
    uint64 epoch;
    bytes32 marketHash;
    bytes32 parametersHash;
    Purpose purpose;
    uint64 validUntil;
}

/// @notice One account's side of a `clear`: its rows before, and the attestation of the book after.
struct AccountChange {
    bytes32 account;
    Row[] rowsBefore;
    Attestation attestation;
    Signatures signatures;
}

/// @notice The first word of every hashed preimage, so that no two kinds of preimage can collide.
library MarginTags {
    bytes32 internal constant ENGINE = keccak256("VM1.ENGINE");
    bytes32 internal constant PARAMETERS = keccak256("VM1.PARAMETERS");
    bytes32 internal constant SCENARIOS = keccak256("VM1.SCENARIOS");
    bytes32 internal constant MARKET = keccak256("VM1.MARKET");
    bytes32 internal constant SECTION = keccak256("VM1.SECTION");
    bytes32 internal constant BOOK = keccak256("VM1.BOOK");
    bytes32 internal constant ROWS = keccak256("VM1.ROWS");
    bytes32 internal constant COLLATERAL = keccak256("VM1.COLLATERAL");
    bytes32 internal constant RESULT = keccak256("VM1.RESULT");
    bytes32 internal constant TOTALS = keccak256("VM1.TOTALS");
    bytes32 internal constant BUNDLE = keccak256("VM1.BUNDLE");
    bytes32 internal constant MODEL = keccak256("VM1.MODEL");
    bytes32 internal constant INPUTS = keccak256("VM1.INPUTS");
    bytes32 internal constant SIGNERS = keccak256("VM1.SIGNERS");
    bytes32 internal constant SESSION = keccak256("VM1.SESSION");
    bytes32 internal constant ORDER = keccak256("VM1.ORDER");
    bytes32 internal constant LEAF = keccak256("VM1.LEAF");
    bytes32 internal constant NODE = keccak256("VM1.NODE");
    bytes32 internal constant PAD = keccak256("VM1.PAD");
}
