// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketInput, Row, WithdrawRequest} from "./IMarginTypes.sol";

/// @title Margin proved in parts, for books and scenario sets that one transaction cannot recompute (W0).
/// @notice A session is about one account at one sequence and one payment out of it. It is begun before its prices are
/// known: they are those of the first round registered afterwards (M7). Totals are computed in order, in as many calls
/// as the prover likes, and committed to by a chain of hashes; `finish` opens the chain and draws measures, add-ons and
/// requirements from it. Anyone may begin, prove and finish: every number is the engine's. A vault pays an account's
/// owner on the session that the owner began last, so that nobody keeps several and picks among their rounds.
/// @dev Warning: a session's prices may be twenty rounds old when it is used. What an account may lose in that time has
/// to fit between its initial and its maintenance margin.
interface ISelfProof {
    /// @notice A session. Amounts are micro-units, but for `request`.
    struct Session {
        /// An IMarginVault.
        address vault;
        uint64 sequence;
        /// The latest round when it was begun; that of the session is the next one.
        uint64 begunAfter;
        bytes32 modelId;
        WithdrawRequest request;
        /// The first scenario that is not computed yet.
        uint32 next;
        /// Zero until the session is finished.
        uint64 round;
        /// c(0) = 0, c(i + 1) = keccak256(c(i), total of scenario i).
        bytes32 chain;
        /// Of the account after the payment.
        int128 equity;
        uint128 initialMargin;
        uint128 maintenanceMargin;
    }

    /// @notice Emitted when a session begins.
    event SessionBegun(bytes32 indexed session, bytes32 indexed account, uint64 sequence, uint64 begunAfter);

    /// @notice Emitted when scenarios of a session are computed; `next` is the first that is missing.
    event SessionProved(bytes32 indexed session, uint32 next);

    /// @notice Emitted when a session has its result.
    event SessionFinished(
        bytes32 indexed session,
        uint64 round,
        int128 equity,
        uint128 initialMargin,
        uint128 maintenanceMargin
    );

    /// @notice Thrown when there is no such session.
    error SessionUnknown(bytes32 session);

    /// @notice Thrown when more than twenty rounds have been registered since the session's.
    error SessionExpired(bytes32 session, uint64 round);

    /// @notice Thrown when a session has no result yet.
    error SessionNotFinished(bytes32 session);

    /// @notice Thrown when the account's owner did not begin the session, or has begun another since.
    error SessionSuperseded(bytes32 session, bytes32 newest);

    /// @notice Thrown when a session has its result already.
    error SessionIsFinished(bytes32 session);

    /// @notice Thrown when scenarios are not computed in order, or are not all computed.
    error ScenarioGap(uint32 expected);

    /// @notice Thrown when the totals are not those that were computed.
    error TotalsMismatch();

    /// @notice Thrown when the round is not the first one registered after the session began (M7).
    error RoundNotAfterRequest(uint64 round, uint64 begunAfter);

    /// @notice Begins a session; one that is begun again stays as it is.
    /// @param request The payment that the account has to bear; an amount of zero asks about the account as it stands.
    function begin(address vault, WithdrawRequest calldata request) external returns (bytes32 session);

    /// @notice Computes the totals of the scenarios `from` to `to`, the last left out.
    function prove(bytes32 session, uint16 from, uint16 to, Row[] calldata rows, MarketInput calldata market) external;

    /// @notice Draws the result from all totals.
    /// @param totals int128 of every scenario in order, 16 bytes each; of an odd number 16 zero bytes more.
    /// @param tailHint As of `IMarginEngine.measures`.
    function finish(
        bytes32 session,
        bytes calldata totals,
        int128 tailHint,
        Row[] calldata rows,
        MarketInput calldata market
    ) external;

    /// @notice A session that has its result and has not expired; refuses any other.
    function resultOf(bytes32 session) external view returns (Session memory);

    /// @notice A session as it stands; vault zero if there is none.
    function sessionOf(bytes32 session) external view returns (Session memory);

    /// @notice The session that the account's owner began last.
    function newestOf(address vault, bytes32 account) external view returns (bytes32 session);

    /// @notice The identifier of a session: keccak256(TAG_SESSION, vault, request, sequence, modelId, begunAfter).
    function sessionId(
        address vault,
        WithdrawRequest calldata request,
        uint64 sequence,
        bytes32 modelId,
        uint64 begunAfter
    ) external pure returns (bytes32);
}
