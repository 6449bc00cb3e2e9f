;;; Emacs with eglot in batch: the action is offered and its edit lands.  -*- lexical-binding: t -*-
;;; One promise of test_emacs.py; the settings are read from editors/others.md.

(require 'eglot)
(require 'json)

;; What a person is told to put into init.el.
(with-temp-buffer
  (insert-file-contents
   (expand-file-name "../../../editors/others.md" (file-name-directory load-file-name)))
  (search-forward "```elisp\n")
  (let ((start (point)))
    (search-forward "\n```")
    (eval-region start (match-beginning 0))))

(setq jsonrpc-default-request-timeout 300
      eglot-connect-timeout 300
      eglot-sync-connect 300
      eglot-confirm-server-initiated-edits nil
      eglot-autoshutdown nil
      make-backup-files nil)

;; What the scripted model says is not what the picture shows.
(setq-default eglot-workspace-configuration '((:viscodex . (:truth (:mode "off")))))

(add-to-list 'eglot-server-programs
             (cons 'mhtml-mode (append (json-parse-string (getenv "VISCODEX_TEST_SERVER") :array-type 'list) nil)))

(defun say (words &rest values)
  (princ (concat (apply #'format words values) "\n")))

(defun wait-until (what condition)
  (let ((end (+ (float-time) 300)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.1))
    (unless (funcall condition)
      (error "never happened: %s; buffer: %s" what (buffer-string)))))

(defun choose (title)
  "Ask for the menu at point as a person does, and choose TITLE in it."
  (let ((last-nonmenu-event ?\r)) ; by a key, not by the mouse
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt choices &rest _)
                 (or (car (assoc title choices)) (error "not offered: %s; there are %S" title choices)))))
      (call-interactively #'viscodex))))

(condition-case fault
    (progn
      (find-file (expand-file-name "linked.html" (getenv "VISCODEX_TEST_WORKSPACE")))
      (mhtml-mode)
      (apply #'eglot (eglot--guess-contact))
      (goto-char (point-min))
      (search-forward "mock")
      (eglot--signal-textDocument/didChange)
      (choose "Image to code: from mock.png")
      (wait-until "the edit" (lambda () (string-match-p "<h1>Hello</h1>" (buffer-string))))
      (say "TEXT %s" (json-encode (buffer-string)))
      (say "PASSED"))
  (error (say "FAILED %S" fault)))
(kill-emacs 0)
