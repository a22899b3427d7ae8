// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attestation, Balance, Batch, MarginInput, Row, Signatures} from "./IMarginTypes.sol";

/// @notice An attestation and how its committee signed it: by itself, or as a member of a batch.
struct Statement {
    Attestation attestation;
    Signatures signatures;
    /// The signed header; a count of zero for an attestation signed by itself, which has no index and no proof.
    Batch batch;
    uint32 index;
    bytes32[] proof;
}

/// @notice What a proof showed to be wrong.
enum DisputeKind {
    None,
    /// One total of the list that the attestation names, or the form of that list.
    Total,
    /// The hash of all totals.
    Totals,
    Equity,
    /// Value at risk or expected shortfall.
    Measure,
    /// Initial or maintenance margin.
    Requirement,
    PriorExcess,
    /// The market hash of the round.
    Market,
    /// Engine, parameters and scenarios.
    Model,
    /// Rows or balances of the book.
    Book,
    /// The bundle: it was asked for and not shown.
    Withheld,
    /// Two results of the same inputs.
    Equivocation
}

/// @notice What `inputWrong` compares with a registry.
enum AttestedInput {
    Market,
    Model
}

/// @title What a consumer asks about disproved attestations.
interface IDisputes {
    /// @notice Whether the attestation of this digest has been disproved.
    function proved(bytes32 digest) external view returns (bool);
}

/// @title Proofs that an attestation is wrong, one transaction each.
/// @notice Integers are equal or they are not: a contract recomputes one number from the preimages of the attested
/// hashes, and every signer of a wrong one is slashed. An attestation can be disputed from its signature until
/// `disputeWindow` after its last second of validity. What every consumer compares by itself (consumer, account,
/// sequence, books, cash, action, block, times, epoch, purpose) needs no dispute.
/// @dev Warning: a committee attests about one market registry and one model registry, those of its dispute contract.
/// @dev Warning: a proof in the mempool can be copied; whoever is mined first is the challenger.
interface IAttestationDisputes is IDisputes {
    /// @notice A demand for a part of an attestation's bundle.
    struct Demand {
        address demander;
        uint96 fee;
        /// Last second at which it may be answered.
        uint64 answerBy;
        /// When it was answered, or zero.
        uint64 answeredAt;
    }

    /// @notice Emitted when an attestation is disproved. Bit i of `culprits` is signer i of the epoch.
    event AttestationDisproved(
        bytes32 indexed digest,
        DisputeKind kind,
        uint64 indexed epoch,
        uint256 culprits,
        address indexed challenger
    );

    /// @notice Emitted when signers of two results for the same inputs are slashed. Neither attestation is thereby
    /// disproved: one of them may be right.
    event AttestersEquivocated(
        bytes32 indexed digestA,
        bytes32 indexed digestB,
        address[] culprits,
        address indexed challenger
    );

    /// @notice Emitted when a section of a bundle is asked for.
    event DataDemanded(bytes32 indexed digest, uint8 section, address indexed demander, uint64 answerBy);

    /// @notice Emitted when the section is shown: its bytes are the calldata's.
    event DataAnswered(bytes32 indexed digest, uint8 section, address indexed answerer);

    /// @notice Thrown when the recomputed number is the attested one.
    error NotWrong();

    /// @notice Thrown when the attestation was disproved before and every signer shown has been slashed for it.
    error AlreadyProved(bytes32 digest);

    /// @notice Thrown when the attestation can no longer be disputed.
    error DisputeWindowOver(uint64 since);

    /// @notice Thrown when a preimage does not hash to the attested hash; sections are numbered as in a bundle.
    error PreimageMismatch(uint8 section);

    /// @notice Thrown when two attestations have the same result.
    error SameResult();

    /// @notice Thrown when two attestations are of different inputs.
    error DifferentInputs();

    /// @notice Thrown when nobody signed both attestations.
    error NoCommonSigner();

    /// @notice Thrown when a section cannot be asked for: only those of the book and the result can.
    error SectionNotDemandable(uint8 section);

    /// @notice Thrown when the section was asked for already and may still be shown.
    error DemandOpen(uint64 answerBy);

    /// @notice Thrown when the section was asked for and shown.
    error DemandAnswered(uint64 answeredAt);

    /// @notice Thrown when nobody asked for the section.
    error DemandUnknown();

    /// @notice Thrown when a demand brings less than the fee.
    error DemandFeeTooLow(uint256 required);

    /// @notice Thrown when the bytes shown are not the section that the attestation names.
    error AnswerMismatch();

    /// @notice Thrown when the demand's time to answer has not ended.
    error AnswerPeriod(uint64 until);

    /// @notice Thrown when the demand's time to answer has ended.
    error AnswerPeriodOver(uint64 since);

    /// @notice Thrown when a constructor argument is outside its documented range.
    error LimitOutOfRange();

    /// @notice Disproves one scenario's total, or a list of totals that is not in canonical form.
    /// @param totals The preimage of totalsHash: its tag, the number of totals, then an int128 each.
    function totalWrong(
        Statement calldata statement,
        bytes calldata totals,
        uint16 scenario,
        MarginInput calldata input
    ) external;

    /// @notice Disproves the hash of all totals without their preimage, by recomputing every one.
    /// @dev Warning: for scenario sets that one transaction can value; for others ask for the preimage (`demand`).
    function totalsWrong(Statement calldata statement, MarginInput calldata input) external;

    /// @notice Disproves equity.
    function equityWrong(Statement calldata statement, MarginInput calldata input) external;

    /// @notice Disproves value at risk or expected shortfall of the attested totals.
    /// @param tailHint As of `IMarginEngine.measures`.
    function measureWrong(Statement calldata statement, bytes calldata totals, int128 tailHint) external;

    /// @notice Disproves initial or maintenance margin of the attested totals.
    function requirementWrong(
        Statement calldata statement,
        bytes calldata totals,
        int128 tailHint,
        MarginInput calldata input
    ) external;

    /// @notice Disproves the prior excess: mark to market less initial margin of the book before, in the attested
    /// market. Of any purpose but Reduce it is zero, which needs no input.
    /// @param tailHint Of the totals of the book before.
    /// @param prior The book before.
    /// @dev Warning: it values every scenario of the book before in one transaction.
    function priorExcessWrong(Statement calldata statement, int128 tailHint, MarginInput calldata prior) external;

    /// @notice Disproves the market hash of the round, or the model, against the registries, for an attestation whose
    /// block is in this chain's recent history: what a reorganised chain held says nothing about its attesters.
    function inputWrong(Statement calldata statement, AttestedInput which) external;

    /// @notice Disproves a book whose rows or balances no account can hold: not ascending, malformed, empty.
    function rowsMalformed(Statement calldata statement, Row[] calldata rows, Balance[] calldata collateral) external;

    /// @notice Slashes who signed two results for the same inputs (H2). An attestation with a later validity or another
    /// block is no other result.
    function equivocation(Statement calldata a, Statement calldata b) external;

    /// @notice Asks for a section of the attestation's bundle against a fee in the chain's coin, which goes to whoever
    /// shows it, or back.
    /// @param section 5 the book, 6 the result with its totals.
    function demand(Statement calldata statement, uint8 section) external payable;

    /// @notice Shows a section that was asked for. Anyone may call.
    /// @param hashes The hash of each of the bundle's sections 1 to 6.
    /// @param content The section's bytes.
    function answer(
        Attestation calldata attestation,
        uint8 section,
        bytes32[6] calldata hashes,
        bytes calldata content
    ) external;

    /// @notice Disproves an attestation whose section was asked for and not shown in time.
    function demandExpired(Statement calldata statement, uint8 section) external;

    /// @notice A demand; all zero if there is none.
    function demandOf(bytes32 digest, uint8 section) external view returns (Demand memory);

    /// @notice The signers that were slashed for the attestation; bit i is signer i of its epoch.
    function culpritsOf(bytes32 digest) external view returns (uint256 bitmap);
}
