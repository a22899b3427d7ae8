// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Governed} from "./Governed.sol";
import {TokenUnits} from "./TokenUnits.sol";
import {IAttesterBond} from "./interfaces/IAttesterBond.sol";
import {ICommittee} from "./interfaces/ICommittee.sol";
import {IMarginVault} from "./interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "./interfaces/IMarginVerifier.sol";
import {MarginTags} from "./interfaces/IMarginTypes.sol";

/// @title The attesters' bonds.
/// @notice Every change of a bond that counts tells the verifier the floor of each epoch that its signer serves, so the
/// instant exit reads a stored number. Burned tokens stay here: no function pays them.
contract AttesterBond is IAttesterBond, Governed, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @notice How long from its creation governance may veto (H15).
    uint64 public constant VETO_ERA = 180 days;

    uint32 private constant WHOLE_PPM = 1e6;
    uint64 private constant LONGEST_VETO = 7 days;
    uint64 private constant SHORTEST_UNLOCK = 7 days;

    IMarginVerifier public immutable verifier;
    IERC20 public immutable token;
    address public immutable override disputes;
    uint32 public immutable challengerPpm;
    uint32 public immutable burnPpm;
    uint64 public immutable override unlockDelay;

    /// @notice How long a proof waits during the veto era, seconds.
    uint64 public immutable vetoPeriod;

    /// @notice First second at which a proof takes bonds at once.
    uint64 public immutable vetoEraEnd;

    uint8 private immutable _decimals;

    /// @notice What was burned, micro-units.
    uint256 public burned;

    mapping(address signer => Bond) private _bonds;
    mapping(address payee => uint96) public override owed;
    mapping(bytes32 proofId => Proof) private _proofs;
    mapping(bytes32 proofId => bool) private _brought;
    mapping(uint64 epoch => address[]) private _signers;
    mapping(address signer => uint64[]) private _epochsOf;

    /// @param timelock_ May veto.
    /// @param guardian_ Has no power here; the two roles are named together everywhere.
    /// @param verifier_ The committee whose epochs the bonds back.
    /// @param token_ The cash asset's token.
    /// @param disputes_ Who may slash.
    /// @param challengerPpm_ The challenger's part of a slashed bond.
    /// @param burnPpm_ The burned part, so that nobody challenges himself for free.
    /// @param unlockDelay_ Seconds, at least seven days and as long as an attestation can be disputed.
    /// @param vetoPeriod_ Seconds, at most seven days.
    constructor(
        address timelock_,
        address guardian_,
        IMarginVerifier verifier_,
        address token_,
        address disputes_,
        uint32 challengerPpm_,
        uint32 burnPpm_,
        uint64 unlockDelay_,
        uint64 vetoPeriod_
    ) Governed(timelock_, guardian_) {
        if (disputes_ == address(0)) revert RoleMissing();
        uint256 shares = uint256(challengerPpm_) + burnPpm_ + verifier_.betaPpm();
        if (shares > WHOLE_PPM) revert SharesExceedBond(shares);
        if (unlockDelay_ < SHORTEST_UNLOCK || unlockDelay_ > 365 days || vetoPeriod_ > LONGEST_VETO) {
            revert LimitOutOfRange();
        }
        verifier = verifier_;
        token = IERC20(token_);
        disputes = disputes_;
        challengerPpm = challengerPpm_;
        burnPpm = burnPpm_;
        unlockDelay = unlockDelay_;
        vetoPeriod = vetoPeriod_;
        vetoEraEnd = uint64(block.timestamp) + VETO_ERA;
        _decimals = IERC20Metadata(token_).decimals();
    }

    /// @inheritdoc IAttesterBond
    function post(address signer, uint96 amount) external override nonReentrant {
        if (amount == 0) revert NothingToPost();
        Bond storage bond = _bonds[signer];
        if (bond.proofs != 0) revert ProofPending(signer);
        bond.amount += amount;
        _tellFloors(signer);
        emit BondPosted(signer, msg.sender, amount);
        uint256 expected = _tokens(amount);
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), expected);
        uint256 got = token.balanceOf(address(this)) - before;
        if (got != expected) revert IMarginVaultBase.DeltaMismatch(expected, got);
    }

    /// @inheritdoc IAttesterBond
    function requestUnlock(uint96 amount) external override {
        if (amount == 0) revert NothingToUnlock();
        // What is no whole unit of the token could never be paid.
        _tokens(amount);
        Bond storage bond = _bonds[msg.sender];
        uint96 free = bond.amount - bond.unlocking;
        if (amount > free) revert BondTooLow(amount, free);
        bond.unlocking += amount;
        bond.unlockableAt = uint40(block.timestamp + unlockDelay);
        _tellFloors(msg.sender);
        emit UnlockRequested(msg.sender, amount, bond.unlockableAt);
    }

    /// @inheritdoc IAttesterBond
    function unlock() external override nonReentrant {
        Bond storage bond = _bonds[msg.sender];
        uint96 amount = bond.unlocking;
        if (amount == 0) revert NothingToUnlock();
        if (block.timestamp < bond.unlockableAt) revert StillLocked(bond.unlockableAt);
        if (bond.proofs != 0) revert ProofPending(msg.sender);
        (bond.amount, bond.unlocking, bond.unlockableAt) = (bond.amount - amount, 0, 0);
        emit BondUnlocked(msg.sender, amount);
        token.safeTransfer(msg.sender, _tokens(amount));
    }

    /// @inheritdoc IAttesterBond
    function enrol(uint64 epoch, address[] calldata signers) external override {
        bytes32 setHash = keccak256(abi.encodePacked(MarginTags.SIGNERS, signers.length, signers));
        if (setHash != verifier.epochOf(epoch).setHash) revert ICommittee.SignerSetMismatch();
        if (_signers[epoch].length == 0) {
            _signers[epoch] = signers;
            for (uint256 i = 0; i < signers.length; ++i) _serve(signers[i], epoch);
            emit EpochEnrolled(epoch);
        }
        verifier.setBondedFloor(epoch, floorOf(epoch));
    }

    /// @inheritdoc IAttesterBond
    function slash(
        bytes32 proofId,
        address[] calldata culprits,
        address challenger,
        address consumer
    ) external override {
        if (msg.sender != disputes) revert OnlyDisputes(msg.sender);
        if (_brought[proofId]) revert AlreadySlashed(proofId);
        _brought[proofId] = true;
        bool waits = block.timestamp < vetoEraEnd;
        Proof memory proof = Proof(challenger, consumer, uint64(block.timestamp) + vetoPeriod, culprits);
        if (waits) _proofs[proofId] = proof;
        for (uint256 i = 0; i < culprits.length; ++i) {
            ++_bonds[culprits[i]].proofs;
            _tellFloors(culprits[i]);
        }
        if (waits) emit SlashPending(proofId, culprits, proof.executableAt);
        else _take(proofId, proof);
    }

    /// @inheritdoc IAttesterBond
    function veto(bytes32 proofId) external override onlyTimelock {
        Proof memory proof = _pending(proofId);
        if (block.timestamp >= proof.executableAt) revert VetoOver(proof.executableAt);
        delete _proofs[proofId];
        for (uint256 i = 0; i < proof.culprits.length; ++i) {
            --_bonds[proof.culprits[i]].proofs;
            _tellFloors(proof.culprits[i]);
        }
        emit SlashVetoed(proofId);
    }

    /// @inheritdoc IAttesterBond
    function executeSlash(bytes32 proofId) external override {
        Proof memory proof = _pending(proofId);
        if (block.timestamp < proof.executableAt) revert VetoPeriod(proof.executableAt);
        delete _proofs[proofId];
        _take(proofId, proof);
    }

    /// @inheritdoc IAttesterBond
    function claim() external override nonReentrant {
        token.safeTransfer(msg.sender, _tokens(_takeOwed(msg.sender)));
    }

    /// @inheritdoc IAttesterBond
    function claimFor(address vault) external override nonReentrant {
        uint96 amount = _takeOwed(vault);
        token.forceApprove(vault, _tokens(amount));
        IMarginVault(vault).fundInsurance(amount);
    }

    /// @inheritdoc IAttesterBond
    function bondOf(address signer) external view override returns (Bond memory) {
        return _bonds[signer];
    }

    /// @inheritdoc IAttesterBond
    function proofOf(bytes32 proofId) external view override returns (Proof memory) {
        return _proofs[proofId];
    }

    /// @inheritdoc IAttesterBond
    function floorOf(uint64 epoch) public view override returns (uint96 floor) {
        address[] storage signers = _signers[epoch];
        uint256 count = signers.length;
        if (count == 0) return 0;
        uint96[] memory stakes = new uint96[](count);
        for (uint256 i = 0; i < count; ++i) stakes[i] = _counted(signers[i]);
        uint256 threshold = verifier.epochOf(epoch).threshold;
        // The threshold is at most the count: the smallest of the rest moves to each place in turn.
        for (uint256 place = 0; place < threshold; ++place) {
            for (uint256 i = place + 1; i < count; ++i) {
                if (stakes[i] < stakes[place]) (stakes[place], stakes[i]) = (stakes[i], stakes[place]);
            }
            floor += stakes[place];
        }
    }

    /// @dev What of a bond is sure to be lost by a signer who lies.
    function _counted(address signer) private view returns (uint96) {
        Bond storage bond = _bonds[signer];
        return bond.proofs == 0 ? bond.amount - bond.unlocking : 0;
    }

    /// @dev Adds an epoch to those that a signer serves, in the place of one that is over if there is any.
    function _serve(address signer, uint64 epoch) private {
        uint64[] storage epochs = _epochsOf[signer];
        for (uint256 i = 0; i < epochs.length; ++i) {
            if (!_isOver(epochs[i])) continue;
            epochs[i] = epoch;
            return;
        }
        epochs.push(epoch);
    }

    function _tellFloors(address signer) private {
        uint64[] storage epochs = _epochsOf[signer];
        for (uint256 i = 0; i < epochs.length; ++i) {
            uint64 epoch = epochs[i];
            if (!_isOver(epoch)) verifier.setBondedFloor(epoch, floorOf(epoch));
        }
    }

    function _isOver(uint64 epoch) private view returns (bool) {
        ICommittee.Epoch memory stored = verifier.epochOf(epoch);
        return stored.killedAt != 0 || block.timestamp >= stored.expiresAt;
    }

    /// @dev Slashes every culprit's whole bond and divides it. Their count of proofs falls with it.
    function _take(bytes32 proofId, Proof memory proof) private {
        bool covers = verifier.shareOf(proof.consumer) != 0;
        for (uint256 i = 0; i < proof.culprits.length; ++i) {
            address signer = proof.culprits[i];
            Bond storage bond = _bonds[signer];
            uint96 amount = bond.amount;
            (bond.amount, bond.unlocking, bond.unlockableAt) = (0, 0, 0);
            --bond.proofs;
            if (amount == 0) continue;
            // Shares of at most the whole.
            uint96 toChallenger = uint96((uint256(amount) * challengerPpm) / WHOLE_PPM);
            uint96 toConsumer = covers ? amount - toChallenger - uint96((uint256(amount) * burnPpm) / WHOLE_PPM) : 0;
            uint96 lost = amount - toChallenger - toConsumer;
            owed[proof.challenger] += toChallenger;
            owed[proof.consumer] += toConsumer;
            burned += lost;
            emit Slashed(proofId, signer, amount, toChallenger, lost, toConsumer);
        }
    }

    function _pending(bytes32 proofId) private view returns (Proof memory proof) {
        proof = _proofs[proofId];
        if (proof.executableAt == 0) revert NoPendingProof(proofId);
    }

    /// @dev What is owed in whole units of the token; a token of fewer than six decimals leaves the rest owed.
    function _takeOwed(address payee) private returns (uint96 amount) {
        uint96 all = owed[payee];
        amount = all - uint96(all % TokenUnits.unit(TokenUnits.MONEY_DECIMALS, _decimals));
        if (amount == 0) revert NothingOwed(payee);
        owed[payee] = all - amount;
        emit ProceedsPaid(payee, amount);
    }

    function _tokens(uint96 amount) private view returns (uint256) {
        return TokenUnits.toToken(amount, TokenUnits.MONEY_DECIMALS, _decimals);
    }
}
