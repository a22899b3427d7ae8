// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGoverned} from "./IGoverned.sol";

/// @title What the attesters of one committee have at stake, in the cash token.
/// @notice Amounts are micro-units. A bond counts for the outflow limit while its signer has not asked for it back and
/// no proof against him is pending; it can be slashed until it is paid out.
/// @dev Warning: a bond belongs to the signer's key, whoever posted it.
interface IAttesterBond is IGoverned {
    /// @notice A signer's bond, in one word.
    struct Bond {
        uint96 amount;
        /// The part that its signer has asked for back.
        uint96 unlocking;
        /// When that part may be paid out; zero if none was asked for.
        uint40 unlockableAt;
        /// Pending proofs against the signer.
        uint24 proofs;
    }

    /// @notice A proof that waits for its veto period.
    struct Proof {
        address challenger;
        address consumer;
        /// When it may be executed; zero if it is not pending.
        uint64 executableAt;
        address[] culprits;
    }

    /// @notice Emitted when a bond is posted.
    event BondPosted(address indexed signer, address indexed payer, uint96 amount);

    /// @notice Emitted when a signer asks for a part of his bond.
    event UnlockRequested(address indexed signer, uint96 amount, uint64 unlockableAt);

    /// @notice Emitted when the part asked for is paid out.
    event BondUnlocked(address indexed signer, uint96 amount);

    /// @notice Emitted when an epoch's signers are recorded, so that its floor follows their bonds.
    event EpochEnrolled(uint64 indexed epoch);

    /// @notice Emitted when a proof begins to wait for its veto period.
    event SlashPending(bytes32 indexed proofId, address[] culprits, uint64 executableAt);

    /// @notice Emitted for each slashed bond; the three parts sum to `amount`.
    event Slashed(
        bytes32 indexed proofId,
        address indexed signer,
        uint96 amount,
        uint96 toChallenger,
        uint96 burned,
        uint96 toConsumer
    );

    /// @notice Emitted when the timelock strikes out a pending proof.
    event SlashVetoed(bytes32 indexed proofId);

    /// @notice Emitted when proceeds are paid out.
    event ProceedsPaid(address indexed payee, uint96 amount);

    /// @notice Thrown when a signer asks for more than the part of his bond that he has not yet asked for.
    error BondTooLow(uint96 wanted, uint96 free);

    /// @notice Thrown when an amount of zero is posted or asked for.
    error NothingToPost();

    /// @notice Thrown when no part of the bond was asked for.
    error NothingToUnlock();

    /// @notice Thrown when the part asked for is not yet free.
    error StillLocked(uint64 until);

    /// @notice Thrown when a bond is posted for, or would be paid to, a signer against whom a proof is pending.
    error ProofPending(address signer);

    /// @notice Thrown when the same proof is brought again.
    error AlreadySlashed(bytes32 proofId);

    /// @notice Thrown when a proof is not pending: never brought, executed, or vetoed.
    error NoPendingProof(bytes32 proofId);

    /// @notice Thrown when a proof's veto period has not ended.
    error VetoPeriod(uint64 until);

    /// @notice Thrown when a proof's veto period has ended.
    error VetoOver(uint64 since);

    /// @notice Thrown when anyone but the dispute contract slashes.
    error OnlyDisputes(address caller);

    /// @notice Thrown when nothing is owed to the payee.
    error NothingOwed(address payee);

    /// @notice Thrown when the challenger's part, the burned part and beta exceed the whole: a slashed bond would not
    /// cover what it let out.
    error SharesExceedBond(uint256 ppm);

    /// @notice Thrown when a constructor argument is outside its documented range.
    error LimitOutOfRange();

    /// @notice Adds to a signer's bond. Anyone pays, and cannot take it back.
    function post(address signer, uint96 amount) external;

    /// @notice Asks for a part of the caller's bond. It stops counting for the outflow limit at once, and can be
    /// slashed until it is paid out. A second request restarts the delay of the first.
    function requestUnlock(uint96 amount) external;

    /// @notice Pays out the part asked for, `unlockDelay` after the request and while no proof is pending.
    function unlock() external;

    /// @notice Records an epoch's signers and sets its floor; again, only sets its floor. Anyone may call.
    /// @param signers The registered set, in its order.
    function enrol(uint64 epoch, address[] calldata signers) external;

    /// @notice Takes the whole bond of every culprit, or sets the proof to wait for its veto period during the first
    /// `VETO_ERA`. Only the dispute contract. Culprits without a bond lose nothing, and the proof holds.
    /// @param consumer Whom the attestation was made for: it gets what is neither the challenger's nor burned, if it
    /// has a share of the outflow limit. Else that part is burned too, since a contract of the attesters' own could
    /// bring their bond home.
    function slash(bytes32 proofId, address[] calldata culprits, address challenger, address consumer) external;

    /// @notice Strikes out a pending proof. Only the timelock, within `vetoPeriod` of the proof (H15).
    function veto(bytes32 proofId) external;

    /// @notice Takes the bonds of a proof whose veto period has ended. Anyone may call.
    function executeSlash(bytes32 proofId) external;

    /// @notice Pays the caller what slashed bonds owe it.
    function claim() external;

    /// @notice Pays what slashed bonds owe to a vault into its insurance, where it covers a shortfall first. Anyone may
    /// call.
    function claimFor(address vault) external;

    /// @notice A signer's bond.
    function bondOf(address signer) external view returns (Bond memory);

    /// @notice What slashed bonds owe a challenger or a consumer.
    function owed(address payee) external view returns (uint96);

    /// @notice A pending proof; all zero if it is not pending.
    function proofOf(bytes32 proofId) external view returns (Proof memory);

    /// @notice What the epoch's k least-bonded signers have at stake together; zero if its signers are not recorded.
    function floorOf(uint64 epoch) external view returns (uint96);

    /// @notice Seconds between a request and its payment.
    function unlockDelay() external view returns (uint64);

    /// @notice Who may slash.
    function disputes() external view returns (address);
}
